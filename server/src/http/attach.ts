import type { Response } from "express";

/** Says that an answer is a file to keep, with a Chinese name and a plain one for what cannot read it. */
export function attach(response: Response, name: string, plain: string): void {
  response.set("Content-Disposition", `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`);
}
