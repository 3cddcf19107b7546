import { routes, type Contribution } from "@yilu/contract";
import { App, Button, Form, Input, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { showFieldIssues } from "../../components/fieldIssues.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useCloseGuard } from "../../components/useCloseGuard.ts";
import { useAction } from "../../lib/api.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { FilmsField } from "./FilmsField.tsx";
import { PicturesField } from "./PicturesField.tsx";
import { text } from "./text.ts";

type Fields = Pick<Contribution, "text" | "links" | "mediaIds" | "pictures">;

const mostLinks = 20;

/** Text, links, films and pictures of one unit. */
export function ContributionForm({ campaignId, contribution, onClose }: { campaignId: string; contribution: Contribution; onClose: () => void }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const local = useLocal();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const contribute = useAction(routes.campaigns.contribute);
  const [error, setError] = useState<unknown>(null);
  const { unitId, unitName, text: written, links, mediaIds, pictures } = contribution;
  const [dirty, setDirty] = useState(false);
  const { close, release } = useCloseGuard(dirty, onClose);
  const required = { required: true, message: common("required"), whitespace: true };
  const save = async (fields: Fields): Promise<void> => {
    setError(null);
    try {
      await contribute.mutateAsync({ params: { id: campaignId, unitId }, body: fields });
      void message.success(common("saved"));
      release();
      onClose();
    } catch (refused) {
      setError(refused);
      showFieldIssues(form, refused, local);
    }
  };
  return (
    <Modal
      open
      width={640}
      title={t("contributeTitle", { unit: unitName })}
      okText={common("save")}
      cancelText={common("cancel")}
      confirmLoading={contribute.isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={close}
    >
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ text: written, links, mediaIds, pictures }} scrollToFirstError onValuesChange={() => setDirty(true)} onFinish={(fields) => void save(fields)}>
        <ProblemAlert error={error} />
        <Form.Item name="text" label={t("text")} extra={t("textNote")}>
          <Input.TextArea maxLength={5000} autoSize={{ minRows: 6, maxRows: 16 }} autoFocus />
        </Form.Item>
        <Form.Item label={t("links")}>
          <Form.List name="links">
            {(rows, { add, remove }) => (
              <>
                {rows.map((row) => (
                  <div key={row.key} className="y-row c-link">
                    <Form.Item name={[row.name, "title"]} rules={[required]}>
                      <Input maxLength={100} placeholder={t("linkTitle")} aria-label={t("linkTitle")} />
                    </Form.Item>
                    <Form.Item name={[row.name, "url"]} rules={[{ required: true, pattern: /^https?:\/\/[^\s<>"]+$/, message: t("badUrl") }]}>
                      <Input maxLength={500} placeholder={t("linkUrl")} aria-label={t("linkUrl")} />
                    </Form.Item>
                    <Button type="text" icon={<ActionIcon name="close" />} aria-label={t("removeLink")} onClick={() => remove(row.name)} />
                  </div>
                ))}
                {rows.length < mostLinks && (
                  <Button size="small" icon={<ActionIcon name="add" size={14} />} onClick={() => add({ title: "", url: "" })}>
                    {t("addLink")}
                  </Button>
                )}
              </>
            )}
          </Form.List>
        </Form.Item>
        <Form.Item name="mediaIds" label={t("films")} extra={t("filmsNote")}>
          <FilmsField />
        </Form.Item>
        <Form.Item name="pictures" label={t("evidence")}>
          <PicturesField campaignId={campaignId} unitId={unitId} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
