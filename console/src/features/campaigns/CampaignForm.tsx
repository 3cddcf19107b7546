import { routes, type Campaign } from "@yilu/contract";
import { App, Button, DatePicker, Form, Input, InputNumber, Modal, Select, TreeSelect } from "antd";
import { useMemo, useState, type ReactElement } from "react";
import { showFieldIssues } from "../../components/fieldIssues.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect, unitTree } from "../../components/UnitSelect.tsx";
import { useCloseGuard } from "../../components/useCloseGuard.ts";
import { useAction, useCall } from "../../lib/api.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { useAllEntries } from "../../components/useAllEntries.ts";
import { contentOf, fieldsOf, type Fields } from "./draft.ts";
import { text } from "./text.ts";

interface CampaignFormProps {
  /** null adds one. */
  campaign: Campaign | null;
  onClose: () => void;
  onSaved: (campaign: Campaign) => void;
}

export function CampaignForm({ campaign, onClose, onSaved }: CampaignFormProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const local = useLocal();
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const create = useAction(routes.campaigns.create);
  const change = useAction(routes.campaigns.change);
  const units = useCall(routes.units.list, {});
  const entries = useAllEntries();
  const tree = useMemo(() => unitTree(units.data ?? []), [units.data]);
  const nameOf = new Map((units.data ?? []).map(({ id, name }) => [id, name]));
  const below = (units.data ?? []).filter(({ parentId }) => parentId === (campaign?.unitId ?? me.unitId)).map(({ id }) => id);
  const [error, setError] = useState<unknown>(null);
  const [dirty, setDirty] = useState(false);
  const { close, release } = useCloseGuard(dirty, onClose);
  const required = { required: true, message: common("required") };
  const save = async (fields: Fields): Promise<void> => {
    setError(null);
    const content = contentOf(fields);
    try {
      const saved =
        campaign === null
          ? await create.mutateAsync({ body: { ...content, unitId: fields.unitId } })
          : await change.mutateAsync({ params: { id: campaign.id }, body: { ...content, version: campaign.version } });
      void message.success(common("saved"));
      release();
      onSaved(saved);
    } catch (refused) {
      setError(refused);
      showFieldIssues(form, refused, local);
    }
  };
  const within = (_: unknown, special: Fields["specialDates"] | undefined): Promise<void> => {
    const dates: Fields["dates"] | undefined = form.getFieldValue("dates");
    const outside = dates !== undefined && (special ?? []).some((day) => day.isBefore(dates[0], "day") || day.isAfter(dates[1], "day"));
    return outside ? Promise.reject(new Error(t("specialOutside"))) : Promise.resolve();
  };
  return (
    <Modal
      open
      width={720}
      title={campaign === null ? t("add") : t("edit")}
      okText={common("save")}
      cancelText={common("cancel")}
      confirmLoading={create.isPending || change.isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={close}
    >
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={fieldsOf(campaign, me.unitId)} scrollToFirstError onValuesChange={() => setDirty(true)} onFinish={(fields) => void save(fields)}>
        <ProblemAlert error={error} />
        <div className="c-two">
          <Form.Item name="name" label={t("name")} rules={[{ ...required, whitespace: true }]}>
            <Input maxLength={100} autoFocus autoComplete="off" />
          </Form.Item>
          <Form.Item name="theme" label={t("theme")} rules={[{ ...required, whitespace: true }]}>
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="dates" label={t("dates")} rules={[required]}>
            <DatePicker.RangePicker style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="specialDates" label={t("special")} tooltip={t("specialNote")} dependencies={["dates"]} rules={[{ validator: within }]}>
            <DatePicker multiple maxTagCount="responsive" style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="reportDue" label={t("due")} extra={t("dueNote")} rules={[required]}>
            <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="closesAt" label={t("closesAt")} extra={t("closesNote")}>
            <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="targetPlaysPerScreenPerDay" label={t("target")} extra={t("targetNote")} rules={[required]}>
            <InputNumber min={0} max={100_000} precision={0} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="evidencePerDay" label={t("evidencePerDay")} extra={t("evidencePerDayNote")} rules={[required]}>
            <InputNumber min={0} max={5} precision={0} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="audienceEstimate" label={t("audience")} extra={t("audienceNote")}>
            <InputNumber min={0} max={1_000_000_000} precision={0} style={{ width: "100%" }} />
          </Form.Item>
        </div>
        <Form.Item name="entryIds" label={t("entries")} extra={t("entriesNote")}>
          <Select
            mode="multiple"
            loading={entries.isPending}
            showSearch={{ optionFilterProp: "label" }}
            options={[...(entries.data?.values() ?? [])].map((entry) => ({ value: entry.id, label: entry.name }))}
          />
        </Form.Item>
        <Form.Item
          name="unitIds"
          label={t("units")}
          extra={
            <>
              {t("unitsNote")}
              {below.length > 0 && (
                <Button type="link" size="small" onClick={() => {
                    form.setFieldsValue({ unitIds: below });
                    setDirty(true);
                  }}>
                  {t("unitsBelow", { n: below.length })}
                </Button>
              )}
            </>
          }
          getValueFromEvent={(picked: { value: string }[]) => picked.map(({ value }) => value)}
          getValueProps={(ids: string[] | undefined) => ({ value: (ids ?? []).map((value) => ({ value, label: nameOf.get(value) ?? "…" })) })}
        >
          <TreeSelect treeData={tree} loading={units.isPending} treeCheckable treeCheckStrictly treeDefaultExpandAll showSearch={{ treeNodeFilterProp: "title" }} maxTagCount={6} style={{ width: "100%" }} />
        </Form.Item>
        {campaign === null && (
          <Form.Item name="unitId" label={t("owner")} rules={[required]}>
            <UnitSelect />
          </Form.Item>
        )}
        <Form.Item name="notes" label={t("notes")}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
