import { routes, type Screen } from "@yilu/contract";
import { App, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { commonText } from "../../../components/text.ts";
import { useCloseGuard } from "../../../components/useCloseGuard.ts";
import { useAction } from "../../../lib/api.ts";
import { useText } from "../../../lib/i18n.ts";
import { changeOf, draftOf, faultsOf, isChanged, type Draft } from "./draft.ts";
import { SettingsFields } from "./SettingsFields.tsx";
import { settingsText } from "./settingsText.ts";

interface SettingsDialogProps {
  screens: readonly Screen[];
  onClose: () => void;
}

const usualShape = { widthPx: 1920, heightPx: 1080 };

/** The same settings for many screens at once: only what is touched changes. */
export function SettingsDialog({ screens, onClose }: SettingsDialogProps): ReactElement {
  const t = useText(settingsText);
  const common = useText(commonText);
  const { message } = App.useApp();
  const save = useAction(routes.remote.changeSettings);
  const [before] = useState<Draft>(() => draftOf(null, screens[0] ?? usualShape));
  const [draft, setDraft] = useState(before);
  const n = screens.length;
  const dirty = isChanged(draft, before);
  const { close, release } = useCloseGuard(dirty, onClose);
  const submit = (): void =>
    save.mutate(
      { body: { screenIds: screens.map(({ id }) => id), ...changeOf(draft) } },
      {
        onSuccess: ({ changed }) => {
          void message.success(changed === 0 ? t("appliedNone") : t("applied", { n: changed }));
          release();
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      width={720}
      title={t("batchTitle", { n })}
      okText={t("applyTo", { n })}
      cancelText={common("cancel")}
      confirmLoading={save.isPending}
      okButtonProps={{ disabled: !dirty || faultsOf(draft).length > 0 }}
      mask={{ closable: false }}
      onOk={submit}
      onCancel={close}
    >
      <p className="y-caption">{t("batchNote")}</p>
      <ProblemAlert error={save.error} />
      <SettingsFields draft={draft} onChange={setDraft} screen={null} />
    </Modal>
  );
}
