import { Skeleton } from "antd";
import { useEffect, useRef, useState, type ReactElement } from "react";
import type { Chart, ChartOption } from "./echarts.ts";

interface ChartBoxProps {
  /** Reserved from the start, so that nothing moves when the picture comes. */
  height: number;
  /** What the picture shows, in a sentence, for those who cannot see it. */
  summary: string;
  /** What to draw at a width, px. */
  optionOf: (width: number) => ChartOption;
  /** The place in its series of what was clicked. */
  onSelect?: ((index: number) => void) | undefined;
}

/** Lets paper, which is of another width, scale what was drawn for the screen. */
function keepShape(chart: Chart): void {
  chart.getDom().querySelector("svg")?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
}

/** A drawn picture. The library comes with the first one that is shown; numbers swap, nothing grows. */
export function ChartBox({ height, summary, optionOf, onSelect }: ChartBoxProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<Chart | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    let gone = false;
    let close = (): void => undefined;
    void import("./echarts.ts").then(({ init }) => {
      if (gone || box.current === null) return;
      const made = init(box.current, null, { renderer: "svg" });
      const resize = new ResizeObserver(() => {
        made.resize();
        setWidth(made.getWidth());
        keepShape(made);
      });
      resize.observe(box.current);
      close = () => {
        resize.disconnect();
        made.dispose();
      };
      setChart(made);
      setWidth(made.getWidth());
    });
    return () => {
      gone = true;
      close();
      setChart(null);
    };
  }, []);
  useEffect(() => {
    if (chart === null || width === 0) return;
    chart.setOption({ animation: false, ...optionOf(width) }, { notMerge: true });
    keepShape(chart);
  }, [chart, width, optionOf]);
  useEffect(() => {
    if (chart === null || onSelect === undefined) return undefined;
    const select = ({ dataIndex }: { dataIndex: number }): void => onSelect(dataIndex);
    chart.on("click", select);
    return () => {
      if (!chart.isDisposed()) chart.off("click", select);
    };
  }, [chart, onSelect]);
  return (
    <div role="img" aria-label={summary} style={{ height, position: "relative" }}>
      {chart === null && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
      <div ref={box} style={{ position: "absolute", inset: 0 }} />
    </div>
  );
}
