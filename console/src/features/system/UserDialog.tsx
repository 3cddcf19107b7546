import { role as roles, type Role, type User } from "@yilu/contract";
import { Form, Input, Modal, Radio } from "antd";
import { useId, useState, type ReactElement } from "react";
import { showFieldIssues } from "../../components/fieldIssues.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useLocal, useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { useChangeUser, useCreateUser, type UserWithPassword } from "./api.ts";
import { text } from "./text.ts";

interface Fields {
  username: string;
  displayName: string;
  role: Role;
  unitId: string;
}

interface UserDialogProps {
  /** Null: a new one. */
  user: User | null;
  onClose: () => void;
  onAdded: (given: UserWithPassword) => void;
}

export function UserDialog({ user, onClose, onAdded }: UserDialogProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const local = useLocal();
  const me = useMe();
  const [form] = Form.useForm<Fields>();
  const create = useCreateUser();
  const change = useChangeUser();
  const [error, setError] = useState<unknown>(null);
  const formId = useId();
  const own = user?.id === me.id;
  const save = async ({ username, displayName, role, unitId }: Fields): Promise<void> => {
    setError(null);
    try {
      if (user === null) onAdded(await create.mutateAsync({ body: { username, displayName, role, unitId } }));
      else {
        const { id, disabled, version } = user;
        await change.mutateAsync({ params: { id }, body: { displayName, role: own ? user.role : role, unitId: own ? user.unitId : unitId, disabled, version } });
      }
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
      title={user === null ? t("addUser") : t("editUser")}
      okText={user === null ? t("addUser") : common("save")}
      cancelText={common("cancel")}
      confirmLoading={create.isPending || change.isPending}
      okButtonProps={{ htmlType: "submit", form: formId }}
      onCancel={onClose}
    >
      <Form<Fields> id={formId} form={form} layout="vertical" requiredMark={false} initialValues={user ?? { role: "scheduler", unitId: me.unitId }} onFinish={(fields) => void save(fields)}>
        <ProblemAlert error={error} />
        {user === null && (
          <Form.Item name="username" label={t("username")} extra={t("usernameRule")} rules={[required, { pattern: /^[a-z0-9][a-z0-9._-]{1,31}$/, message: t("usernameRule") }]}>
            <Input autoComplete="off" autoFocus />
          </Form.Item>
        )}
        <Form.Item name="displayName" label={t("displayName")} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        {own && <p className="y-caption">{t("ownAccount")}</p>}
        {!own && (
          <>
            <Form.Item name="role" label={t("role")} rules={[required]}>
              <Radio.Group
                vertical
                options={roles.options.map((role) => ({
                  value: role,
                  label: (
                    <>
                      {common(`role.${role}`)} <span className="y-caption">{t(`roleWhy.${role}`)}</span>
                    </>
                  ),
                }))}
              />
            </Form.Item>
            <Form.Item name="unitId" label={t("unit")} rules={[required]}>
              <UnitSelect />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}
