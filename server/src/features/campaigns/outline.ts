import type { Paragraph, Table } from "docx";
import { heading, point, subheading } from "./docx-parts.ts";
import { chineseNumber } from "./wording.ts";

type Piece = Paragraph | Table;

/** Numbers the headings of a document: 一、 within them （一） and within those 1. */
export class Outline {
  readonly pieces: Piece[] = [];
  private firsts = 0;
  private seconds = 0;
  private thirds = 0;

  first(text: string): void {
    this.firsts += 1;
    this.seconds = 0;
    this.pieces.push(heading(`${chineseNumber(this.firsts)}、${text}`));
  }

  second(text: string): void {
    this.seconds += 1;
    this.thirds = 0;
    this.pieces.push(subheading(`（${chineseNumber(this.seconds)}）${text}`));
  }

  third(text: string): void {
    this.thirds += 1;
    this.pieces.push(point(`${this.thirds}. ${text}`));
  }

  add(...pieces: Piece[]): void {
    this.pieces.push(...pieces);
  }
}
