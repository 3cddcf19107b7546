import { dictionary } from "../../lib/i18n.ts";

export const text = dictionary("print", { print: "打印", printed: "打印于 {{at}}" }, { print: "Print", printed: "Printed {{at}}" });
