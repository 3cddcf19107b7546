import { pairingAlphabet, routes, type Screen } from "@yilu/contract";
import { Button, Form, Input, Modal, Result, Select } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useAction, useCall } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

interface Fields {
  code: string;
  screenId: string;
}
const codeLength = 8;

/** What was typed or pasted, as a code: upper case, without spaces, dashes and letters that no code has. */
export function codeOf(typed: string): string {
  return [...typed.toUpperCase()].filter((letter) => pairingAlphabet.includes(letter)).slice(0, codeLength).join("");
}

interface PairDialogProps {
  /** From the QR code on the screen. */
  code: string;
  /** Chosen already. */
  screen: Screen | null;
  onAdd: (code: string) => void;
  onClose: () => void;
}

/** The code on the screen, and which screen it is. */
export function PairDialog({ code, screen, onAdd, onClose }: PairDialogProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const [form] = Form.useForm<Fields>();
  const [search, setSearch] = useState("");
  const [paired, setPaired] = useState<Screen | null>(null);
  const found = useCall(routes.screens.list, { query: { state: "unpaired", q: search, pageSize: 50 } });
  const pair = useAction(routes.screens.pair);
  const rows = [...(screen === null ? [] : [screen]), ...(found.data?.rows ?? []).filter((row) => row.id !== screen?.id)];
  const send = ({ code: typed, screenId }: Fields): void =>
    pair.mutate(
      { params: { id: screenId }, body: { code: typed } },
      {
        onSuccess: (saved) => {
          setPaired(saved);
          form.resetFields();
        },
      },
    );
  if (paired !== null) {
    return (
      <Modal open footer={null} onCancel={onClose} title={t("pairTitle")}>
        <Result
          status="success"
          title={t("paired", { name: paired.name })}
          subTitle={t("pairedWhy")}
          extra={[
            <Button key="done" type="primary" onClick={onClose}>
              {t("done")}
            </Button>,
            <Button key="another" onClick={() => setPaired(null)}>
              {t("pairAnother")}
            </Button>,
          ]}
        />
      </Modal>
    );
  }
  return (
    <Modal open title={t("pairTitle")} okText={t("pairThis")} cancelText={common("cancel")} confirmLoading={pair.isPending} mask={{ closable: false }} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Fields> form={form} layout="vertical" initialValues={{ code: codeOf(code), screenId: screen?.id }} onFinish={send}>
        <ProblemAlert error={pair.error} />
        <Form.Item name="code" label={t("code")} extra={t("codeHint")} getValueFromEvent={(event: { target: { value: string } }) => codeOf(event.target.value)} rules={[{ len: codeLength, required: true, message: t("codeMissing") }]}>
          <Input className="y-code" size="large" autoComplete="off" autoCapitalize="characters" spellCheck={false} autoFocus={code === ""} />
        </Form.Item>
        <Form.Item name="screenId" label={t("whichScreen")} rules={[{ required: true, message: t("screenMissing") }]}>
          <Select
            autoFocus={code !== "" && screen === null}
            showSearch={{ filterOption: false, onSearch: setSearch }}
            loading={found.isFetching}
            placeholder={t("chooseScreen")}
            notFoundContent={found.isFetching ? common("loading") : t("noUnpaired")}
            options={rows.map((row) => ({ value: row.id, label: [row.name, ...[row.line ?? row.place, row.unitName].filter((part) => part !== null && part !== row.name)].join(" · ") }))}
          />
        </Form.Item>
        <Button type="link" style={{ padding: 0 }} onClick={() => onAdd(String(form.getFieldValue("code") ?? ""))}>
          {t("orAdd")}
        </Button>
      </Form>
    </Modal>
  );
}
