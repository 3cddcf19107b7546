import { routes, type Screen } from "@yilu/contract";
import { App, Button, Dropdown, Form, Modal, Select } from "antd";
import { useState, type ReactElement } from "react";
import { useNavigate } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { useAction, useCall } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { commandIcon, useSend } from "./commands/commands.ts";
import { commandsText } from "./commands/commandsText.ts";
import { SettingsDialog } from "./settings/SettingsDialog.tsx";
import { settingsText } from "./settings/settingsText.ts";
import { text } from "./text.ts";

interface BatchBarProps {
  screens: readonly Screen[];
  onClear: () => void;
}

/** Commands that stand in the bar, and those behind "…". */
const shownKinds = ["identify", "screenshot", "refresh", "reload"] as const;
const otherKinds = ["mute", "unmute", "clearCache"] as const;

/** Takes the place of the second filter row while screens are selected, so that nothing jumps. */
export function BatchBar({ screens, onClear }: BatchBarProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const commands = useText(commandsText);
  const settings = useText(settingsText);
  const send = useSend();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const confirm = useConfirmNamed();
  const groups = useCall(routes.groups.list, {});
  const change = useAction(routes.screens.change);
  const remove = useAction(routes.screens.remove);
  const [asking, setAsking] = useState<"tags" | "groups" | "settings" | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const [error, setError] = useState<unknown>(null);
  const n = screens.length;
  const unpaired = screens.filter(({ live }) => live.state === "unpaired");
  const close = (): void => {
    setAsking(null);
    setChosen([]);
    setError(null);
  };
  const apply = async (): Promise<void> => {
    setError(null);
    try {
      for (const { id, unitName: _unitName, order: _order, live: _live, ...content } of screens) {
        const changed = asking === "tags" ? { tags: [...new Set([...content.tags, ...chosen])] } : { groupIds: chosen };
        await change.mutateAsync({ params: { id }, body: { ...content, ...changed } });
      }
      void message.success(t("batchDone", { n }));
      close();
    } catch (refused) {
      setError(refused); // those before it are saved; asking again saves the rest
    }
  };
  return (
    <div className="y-batch" role="toolbar" aria-label={t("selected", { n })}>
      <b>{t("selected", { n })}</b>
      {shownKinds.map((kind) => (
        <Button key={kind} type="text" icon={<ActionIcon name={commandIcon[kind]} />} onClick={() => send(kind, screens)}>
          {commands(kind === "screenshot" || kind === "reload" ? `short.${kind}` : `kind.${kind}`)}
        </Button>
      ))}
      <Dropdown menu={{ items: otherKinds.map((kind) => ({ key: kind, label: commands(`kind.${kind}`), danger: kind === "clearCache", icon: <ActionIcon name={commandIcon[kind]} />, onClick: () => send(kind, screens) })) }} trigger={["click"]}>
        <Button type="text" icon={<ActionIcon name="more" />} aria-label={commands("moreCommands")} title={commands("moreCommands")} />
      </Dropdown>
      <span className="y-batch-line" />
      <Button type="text" icon={<ActionIcon name="adjust" />} onClick={() => setAsking("settings")}>
        {settings("settings")}
      </Button>
      <Button type="text" onClick={() => void navigate("/screens/links", { state: { screenIds: unpaired.map(({ id }) => id), paired: n - unpaired.length } })}>
        {t("makeLinks")}
      </Button>
      <Button type="text" onClick={() => setAsking("tags")}>
        {t("addTag")}
      </Button>
      <Button type="text" onClick={() => setAsking("groups")}>
        {t("setGroups")}
      </Button>
      <Button
        type="text"
        onClick={() =>
          confirm({
            title: t("removeTitle", { n }),
            names: screens.map((screen) => screen.name),
            consequence: t("removeNote"),
            verb: t("removeVerb", { n }),
            act: async () => {
              for (const { id } of screens) await remove.mutateAsync({ params: { id } });
              void message.success(common("removed"));
              onClear();
            },
          })
        }
      >
        {common("remove")}
      </Button>
      <span className="y-grow" />
      <Button type="text" onClick={onClear}>
        {t("clearSelection")}
      </Button>
      {asking === "settings" && <SettingsDialog screens={screens} onClose={close} />}
      <Modal
        open={asking === "tags" || asking === "groups"}
        title={asking === "tags" ? t("tagFor", { n }) : t("groupsFor", { n })}
        okText={t("applyTo", { n })}
        cancelText={common("cancel")}
        confirmLoading={change.isPending}
        okButtonProps={{ disabled: asking === "tags" && chosen.length === 0 }}
        onOk={() => void apply()}
        onCancel={close}
      >
        <ProblemAlert error={error} />
        <Form layout="vertical">
          <Form.Item label={asking === "tags" ? t("tags") : t("groupsField")}>
            {asking === "tags" ? (
              <Select mode="tags" value={chosen} onChange={setChosen} tokenSeparators={[",", "，", " "]} open={false} suffixIcon={null} />
            ) : (
              <Select mode="multiple" value={chosen} onChange={setChosen} options={(groups.data ?? []).map((group) => ({ value: group.id, label: group.name }))} />
            )}
          </Form.Item>
        </Form>
      </Modal>
    </div>
  );
}
