import { unitKind as kinds, type Unit } from "@yilu/contract";
import { Form, Input, Modal, Select } from "antd";
import { useId, useState, type ReactElement } from "react";
import { showFieldIssues } from "../../components/fieldIssues.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useLocal, useText } from "../../lib/i18n.ts";
import { useChangeUnit, useCreateUnit } from "./api.ts";
import { text } from "./text.ts";

/** A unit to change, or the parent of a new one. */
export type UnitEdit = { unit: Unit } | { parentId: string };

interface Fields {
  name: string;
  kind: Unit["kind"];
  parentId: string;
  code: string | null;
}

export function UnitDialog({ edit, onClose }: { edit: UnitEdit; onClose: () => void }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const local = useLocal();
  const [form] = Form.useForm<Fields>();
  const create = useCreateUnit();
  const change = useChangeUnit();
  const [error, setError] = useState<unknown>(null);
  const formId = useId();
  const added = "parentId" in edit;
  const save = async (fields: Fields): Promise<void> => {
    setError(null);
    const code = fields.code === null || fields.code.trim() === "" ? null : fields.code.trim();
    try {
      if (added) await create.mutateAsync({ body: { name: fields.name, kind: fields.kind, parentId: fields.parentId, code } });
      else await change.mutateAsync({ params: { id: edit.unit.id }, body: { name: fields.name, code, version: edit.unit.version } });
      onClose();
    } catch (refused) {
      setError(refused);
      showFieldIssues(form, refused, local);
    }
  };
  const required = { required: true, message: common("required") };
  return (
    <Modal
      open
      title={added ? t("addUnit") : t("editUnit")}
      okText={added ? t("addUnit") : common("save")}
      cancelText={common("cancel")}
      confirmLoading={create.isPending || change.isPending}
      okButtonProps={{ htmlType: "submit", form: formId }}
      onCancel={onClose}
    >
      <Form<Fields> id={formId} form={form} layout="vertical" requiredMark={false} initialValues={added ? { kind: "township", parentId: edit.parentId, code: null } : edit.unit} onFinish={(fields) => void save(fields)}>
        <ProblemAlert error={error} />
        <Form.Item name="name" label={t("unitName")} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={100} autoFocus autoComplete="off" />
        </Form.Item>
        {added && (
          <>
            <Form.Item name="kind" label={t("unitKind")} rules={[required]}>
              <Select options={kinds.options.map((kind) => ({ value: kind, label: t(`unitKind.${kind}`) }))} />
            </Form.Item>
            <Form.Item name="parentId" label={t("unitParent")} rules={[required]}>
              <UnitSelect />
            </Form.Item>
          </>
        )}
        <Form.Item name="code" label={t("unitCode")} extra={t("unitCodeRule")} rules={[{ pattern: /^[0-9A-Za-z-]{1,20}$/, message: t("unitCodeRule") }]}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
