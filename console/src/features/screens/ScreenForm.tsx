import { routes, type BodyOf, type Screen } from "@yilu/contract";
import { App, Form, Input, InputNumber, Modal, Segmented, Select } from "antd";
import { useId, useState, type ReactElement } from "react";
import { showFieldIssues } from "../../components/fieldIssues.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useAction, useCall } from "../../lib/api.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { text } from "./text.ts";

type Input = BodyOf<typeof routes.screens.create>;

const kinds = ["bus", "coach", "led"] as const;
const presets = ["1920×1080", "1280×720", "1024×600", "1536×512", "1152×384"];
const zones = ["Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei"];
const blank = { plate: null, line: null, place: null, tags: [], groupIds: [], widthPx: 1920, heightPx: 1080, timeZone: "Asia/Shanghai", kind: "bus" } as const;

/** Only the wire's own fields; what belongs to another kind is left empty, an empty text is null. */
function inputOf(fields: Input): Input {
  const filled = (value: string | null | undefined): string | null => (value === undefined || value === null || value.trim() === "" ? null : value.trim());
  const moves = fields.kind !== "led";
  return { ...fields, plate: moves ? filled(fields.plate) : null, line: moves ? filled(fields.line) : null, place: filled(fields.place) };
}

interface ScreenFormProps {
  /** Null: a new one. */
  screen: Screen | null;
  onClose: () => void;
  onSaved: (screen: Screen) => void;
}

export function ScreenForm({ screen, onClose, onSaved }: ScreenFormProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const local = useLocal();
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<Input>();
  const formId = useId();
  const kind = Form.useWatch("kind", form) ?? screen?.kind ?? "bus";
  const groups = useCall(routes.groups.list, {});
  const create = useAction(routes.screens.create);
  const change = useAction(routes.screens.change);
  const [error, setError] = useState<unknown>(null);
  const required = { required: true, message: common("required") };
  const save = async (): Promise<void> => {
    const fields = inputOf(await form.validateFields());
    setError(null);
    try {
      const saved =
        screen === null ? await create.mutateAsync({ body: fields }) : await change.mutateAsync({ params: { id: screen.id }, body: { ...fields, version: screen.version } });
      void message.success(common("saved"));
      onSaved(saved);
    } catch (refused) {
      setError(refused);
      showFieldIssues(form, refused, local);
    }
  };
  const initial = screen === null ? { ...blank, unitId: me.unitId } : Object.fromEntries(Object.entries(screen).filter(([key]) => key in blank || key === "name" || key === "unitId"));
  return (
    <Modal
      open
      title={screen === null ? t("addScreen") : t("editScreen")}
      okText={common("save")}
      cancelText={common("cancel")}
      confirmLoading={create.isPending || change.isPending}
      mask={{ closable: false }}
      okButtonProps={{ htmlType: "submit", form: formId }}
      onCancel={onClose}
    >
      <Form<Input> id={formId} form={form} layout="vertical" initialValues={initial} scrollToFirstError onFinish={() => void save().catch(() => undefined)}>
        <ProblemAlert error={error} fieldsSayIt />
        <Form.Item name="kind" label={t("kind")}>
          <Segmented options={kinds.map((value) => ({ value, label: common(`kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="name" label={t("name")} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="unitId" label={common("unit")} rules={[required]}>
          <UnitSelect />
        </Form.Item>
        {kind !== "led" && (
          <div className="y-two">
            <Form.Item name="plate" label={t("plate")}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="line" label={t("line")}>
              <Input maxLength={60} />
            </Form.Item>
          </div>
        )}
        {kind === "led" && (
          <Form.Item name="place" label={t("place")}>
            <Input maxLength={60} />
          </Form.Item>
        )}
        <div className="y-two">
          <Form.Item name="widthPx" label={t("widthPx")} rules={[required]}>
            <InputNumber min={16} max={16384} precision={0} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="heightPx" label={t("heightPx")} rules={[required]}>
            <InputNumber min={16} max={16384} precision={0} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item label={t("preset")}>
            <Select
              aria-label={t("preset")}
              placeholder={t("preset")}
              options={presets.map((value) => ({ value, label: value }))}
              onChange={(size: string) => {
                const [widthPx, heightPx] = size.split("×").map(Number);
                form.setFieldsValue({ widthPx: widthPx ?? 1920, heightPx: heightPx ?? 1080 });
              }}
            />
          </Form.Item>
          <Form.Item name="timeZone" label={t("timeZone")} rules={[required]}>
            <Select showSearch options={[...new Set([...zones, ...Intl.supportedValuesOf("timeZone")])].map((value) => ({ value, label: value }))} />
          </Form.Item>
        </div>
        <Form.Item name="groupIds" label={t("groupsField")}>
          <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={(groups.data ?? []).map((group) => ({ value: group.id, label: group.name }))} />
        </Form.Item>
        <Form.Item name="tags" label={t("tags")}>
          <Select mode="tags" tokenSeparators={[",", "，", " "]} maxCount={20} open={false} suffixIcon={null} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
