import { routes, type Group } from "@yilu/contract";
import { App, Button, Form, Input, Modal, Skeleton, Typography } from "antd";
import type { ReactElement } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { useAction, useCall } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { text } from "./text.ts";

/** Adds, renames and deletes groups; which screens are in one is set on the screens. */
export function GroupsDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const me = useMe();
  const { message } = App.useApp();
  const confirm = useConfirmNamed();
  const [form] = Form.useForm<{ name: string }>();
  const groups = useCall(routes.groups.list, {});
  const create = useAction(routes.groups.create);
  const change = useAction(routes.groups.change);
  const remove = useAction(routes.groups.remove);
  const row = (group: Group): ReactElement => (
    <li key={group.id} className="y-row y-group">
      <Typography.Text
        className="y-grow"
        editable={{
          tooltip: t("rename"),
          maxLength: 100,
          onChange: (name) => {
            if (name.trim() !== "" && name !== group.name) change.mutate({ params: { id: group.id }, body: { name, version: group.version } });
          },
        }}
      >
        {group.name}
      </Typography.Text>
      <span className="y-caption">
        {group.unitName} · {t("countOfGroup", { n: group.screenCount })}
      </span>
      <Button
        size="small"
        danger
        onClick={() =>
          confirm({
            title: t("removeGroupTitle"),
            names: [group.name],
            consequence: t("removeGroupNote", { n: group.screenCount }),
            verb: t("removeGroupVerb"),
            act: () => remove.mutateAsync({ params: { id: group.id } }).then(() => void message.success(common("removed"))),
          })
        }
      >
        {common("remove")}
      </Button>
    </li>
  );
  return (
    <Modal open title={t("groups")} footer={null} onCancel={onClose}>
      <ProblemAlert error={create.error ?? change.error ?? groups.error} />
      <Form<{ name: string }> form={form} layout="inline" onFinish={({ name }) => create.mutate({ body: { name, unitId: me.unitId } }, { onSuccess: () => form.resetFields() })}>
        <Form.Item name="name" rules={[{ required: true, whitespace: true, message: common("required") }]} style={{ flex: 1 }}>
          <Input placeholder={t("groupName")} aria-label={t("groupName")} maxLength={100} />
        </Form.Item>
        <Button htmlType="submit" type="primary" loading={create.isPending}>
          {t("addGroup")}
        </Button>
      </Form>
      {groups.isLoading && <Skeleton active />}
      {groups.data?.length === 0 && <EmptyState title={t("noGroups")} why={t("noGroupsWhy")} />}
      <ul className="y-groups">{groups.data?.map(row)}</ul>
    </Modal>
  );
}
