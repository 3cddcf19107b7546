import type { ReactElement } from "react";
import { useParams } from "../../components/useParams.ts";
import { useMay } from "../../lib/session.ts";
import { CampaignForm } from "./CampaignForm.tsx";
import { CampaignList } from "./CampaignList.tsx";
import "./campaigns.css";
import { Detail } from "./Detail.tsx";

/** The list, or one campaign opened; a new one is written over the list. */
export default function Page(): ReactElement {
  const may = useMay();
  const [params, open] = useParams();
  const id = params.get("campaign");
  if (id !== null) return <Detail key={id} id={id} />;
  return (
    <>
      <CampaignList />
      {params.get("edit") === "new" && may("canEditCampaigns") && (
        <CampaignForm campaign={null} onClose={() => open({ edit: undefined })} onSaved={(saved) => open({ edit: undefined, campaign: saved.id })} />
      )}
    </>
  );
}
