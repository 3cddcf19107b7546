import { Button, Spin } from "antd";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { Icon } from "../../../components/Icon.tsx";
import { useText } from "../../../lib/i18n.ts";
import { useMay } from "../../../lib/session.ts";
import { emergencyText } from "./emergencyText.ts";

const EmergencyDrawer = lazy(() => import("./EmergencyDrawer.tsx"));

/** 紧急插播 in the header of every page; absent for those who may not. */
export function EmergencyButton(): ReactElement | null {
  const t = useText(emergencyText);
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may("canSendEmergencies")) return null;
  return (
    <>
      <Button danger size="small" className="y-emergency" icon={<Icon name="emergency" size={14} />} aria-label={t("emergency")} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t("emergency")}
      </Button>
      {open && (
        <Suspense fallback={<Spin fullscreen delay={300} />}>
          <EmergencyDrawer onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
