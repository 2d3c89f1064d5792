declare module 'fontkit' {
  interface Font {
    readonly characterSet: readonly number[];
  }
  export function openSync(file: string): Font;
}

declare module 'pdfmake' {
  export interface Style {
    readonly font?: string;
    readonly fontSize?: number;
    readonly bold?: boolean;
    readonly color?: string;
    readonly lineHeight?: number;
    readonly margin?: readonly [number, number, number, number];
    readonly alignment?: 'left' | 'right';
  }
  export interface Run extends Style {
    readonly text: string;
  }
  export interface TableLayout {
    hLineWidth(line: number, node: { readonly table: { readonly body: readonly unknown[] } }): number;
    vLineWidth(): number;
    hLineColor(): string;
    paddingLeft(column: number): number;
    paddingRight(): number;
    paddingTop(): number;
    paddingBottom(): number;
  }
  export type Content = Style &
    (
      | { readonly text: readonly Run[]; readonly colSpan?: number; readonly width?: string }
      | { readonly stack: readonly Content[]; readonly unbreakable?: boolean }
      | { readonly columns: readonly Content[] }
      | { readonly ul: readonly Content[] }
      | { readonly ol: readonly Content[]; readonly start?: number }
      | {
          readonly table: {
            readonly headerRows?: number;
            readonly keepWithHeaderRows?: number;
            readonly dontBreakRows?: boolean;
            readonly widths: readonly (number | '*')[];
            readonly body: readonly (readonly (Content | Record<string, never>)[])[];
          };
          readonly layout: TableLayout;
        }
    );
  export interface Definition {
    readonly version: string;
    readonly pageSize: 'A4';
    readonly pageMargins: readonly [number, number, number, number];
    readonly language: string;
    readonly displayTitle: boolean;
    readonly info: { readonly title: string; readonly author: string; readonly creationDate: Date; readonly modDate: Date };
    readonly defaultStyle: Style;
    readonly content: readonly Content[];
    footer(page: number, pages: number): Content;
  }
  interface Pdfmake {
    setFonts(fonts: Readonly<Record<string, { readonly normal: string; readonly bold: string }>>): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(definition: Definition): { getBuffer(): Promise<Buffer> };
  }
  const pdfmake: Pdfmake;
  export default pdfmake;
}
