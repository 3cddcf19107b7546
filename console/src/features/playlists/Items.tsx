import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Button, InputNumber } from "antd";
import { useMemo, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { LevelMark } from "../../components/marks.tsx";
import { MediaStatusTag } from "../../components/MediaStatusTag.tsx";
import { Poster } from "../../components/Poster.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { imageMs, moved, startsOf, withSeconds, without, type Draft, type DraftItem } from "./draft.ts";
import { text } from "./text.ts";

interface ItemsProps {
  draft: Draft;
  mayEdit: boolean;
  onChange: (draft: Draft) => void;
}

interface RowProps extends ItemsProps {
  item: DraftItem;
  place: number;
  startMs: number;
}

function Row({ item, place, startMs, draft, mayEdit, onChange }: RowProps): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: item.key, disabled: !mayEdit });
  const { title } = item;
  return (
    <li ref={setNodeRef} className={isDragging ? "p-item p-item-lifted" : "p-item"} style={{ transform: CSS.Translate.toString(transform), transition: transition ?? undefined }}>
      {mayEdit && (
        <button ref={setActivatorNodeRef} type="button" className="p-grip" {...attributes} {...listeners} aria-label={t("drag", { title })}>
          <ActionIcon name="drag" />
        </button>
      )}
      <span className="p-place">{place}</span>
      <Poster url={item.posterUrl} alt="" width={64} grey={item.status !== "approved"} />
      <div className="y-grow">
        <div className="y-row">
          <LevelMark level={item.level} />
          <span className="y-ellipsis" title={title}>
            {title}
          </span>
        </div>
        <span className="y-row y-caption">
          {t("start", { at: f.length(startMs) })}
          {item.status !== "approved" && <MediaStatusTag status={item.status} framed />}
        </span>
      </div>
      {item.kind === "image" && mayEdit ? (
        <InputNumber
          className="p-seconds"
          value={item.durationMs / 1000}
          min={imageMs.least / 1000}
          max={imageMs.most / 1000}
          precision={0}
          suffix={t("seconds")}
          aria-label={t("imageSeconds", { title })}
          onChange={(seconds) => {
            if (seconds !== null) onChange(withSeconds(draft, item.key, seconds));
          }}
        />
      ) : (
        <span className="y-num">{f.length(item.durationMs)}</span>
      )}
      {mayEdit && <Button type="text" size="small" icon={<ActionIcon name="close" />} aria-label={t("takeOut", { title })} title={t("takeOut", { title })} onClick={() => onChange(without(draft, item.key))} />}
    </li>
  );
}

/** The films in order; by mouse, finger or keyboard. */
export function Items({ draft, mayEdit, onChange }: ItemsProps): ReactElement {
  const t = useText(text);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const starts = useMemo(() => startsOf(draft.items), [draft.items]);
  const said = (key: string | number) => ({ title: draft.items.find((item) => item.key === key)?.title ?? "", n: draft.items.findIndex((item) => item.key === key) + 1 });
  const ended = ({ active, over }: DragEndEvent): void => {
    if (over !== null) onChange(moved(draft, String(active.id), String(over.id)));
  };
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("order")}</h2>
        {mayEdit && <span className="y-caption y-ellipsis">{t("orderHint")}</span>}
      </header>
      {draft.items.length === 0 && <p className="p-none y-caption">{t("stripEmpty")}</p>}
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={ended}
        accessibility={{
          screenReaderInstructions: { draggable: t("orderHint") },
          announcements: {
            onDragStart: ({ active }) => t("picked", said(active.id)),
            onDragOver: ({ active, over }) => (over === null ? undefined : t("moved", { ...said(active.id), n: said(over.id).n })),
            onDragEnd: ({ active, over }) => t("dropped", { ...said(active.id), n: said(over?.id ?? active.id).n }),
            onDragCancel: () => t("dropCancelled"),
          },
        }}
      >
        <SortableContext items={draft.items.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
          <ol className="p-items">
            {draft.items.map((item, index) => (
              <Row key={item.key} item={item} place={index + 1} startMs={starts[index] ?? 0} draft={draft} mayEdit={mayEdit} onChange={onChange} />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
    </section>
  );
}
