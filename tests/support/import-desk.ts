import { importDone, importPreview, routes, type ImportDone, type ImportPreview } from "@yilu/contract";
import type exceljs from "exceljs";
import { send, type Actor, type Answer } from "./actors.ts";
import { workbook } from "./workbooks.ts";

export type Row = exceljs.CellValue[];

/** Somebody who imports workbooks. */
export class ImportDesk {
  constructor(readonly who: Actor) {}

  async base64(rows: readonly Row[], head?: readonly string[]): Promise<string> {
    return (await workbook(rows, head)).toString("base64");
  }

  async previewed(file: string): Promise<ImportPreview> {
    return importPreview.parse((await send(this.who, routes.imports.preview, { body: { base64: file } })).body);
  }

  async preview(rows: readonly Row[], head?: readonly string[]): Promise<ImportPreview> {
    return this.previewed(await this.base64(rows, head));
  }

  apply(file: string, plan: string): Promise<Answer> {
    return send(this.who, routes.imports.apply, { body: { base64: file, plan } });
  }

  /** Previews and applies. */
  async imported(rows: readonly Row[], head?: readonly string[]): Promise<ImportDone> {
    const file = await this.base64(rows, head);
    return importDone.parse((await this.apply(file, (await this.previewed(file)).plan)).body);
  }
}

/** "D14 这个车牌…": each fault with its cell. */
export const faultsOf = ({ rows }: ImportPreview): string[] => rows.flatMap((row) => row.faults.map(({ cell, message }) => `${cell} ${message.zh}`));

/** Row, field, before and after of every difference. */
export const changesOf = ({ rows }: ImportPreview) => rows.flatMap((row) => row.fields.map(({ field, before, after }) => [row.row, field, before, after]));
