/** Only the charts our own drawings do not cover, drawn as SVG; loaded when the first one is shown. */
import { BarChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import { DatasetComponent, GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, HeatmapChart, ScatterChart, GridComponent, TooltipComponent, VisualMapComponent, MarkLineComponent, DatasetComponent, SVGRenderer]);

export { init };
