import { BarChart, CustomChart, ScatterChart, type BarSeriesOption, type CustomSeriesOption, type ScatterSeriesOption } from "echarts/charts";
import { GridComponent, TooltipComponent, type GridComponentOption, type TooltipComponentOption } from "echarts/components";
import { init, use as register, type ComposeOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

/* Only what is used, in a chunk that is fetched with the first chart. */
register([BarChart, CustomChart, ScatterChart, GridComponent, TooltipComponent, SVGRenderer]);

export type ChartOption = ComposeOption<BarSeriesOption | CustomSeriesOption | ScatterSeriesOption | GridComponentOption | TooltipComponentOption>;
export type Chart = ReturnType<typeof init>;
export { init };
