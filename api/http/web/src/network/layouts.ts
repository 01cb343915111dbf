// What the page of the network and its worker say to each other.

export type Place = readonly [number, number];
export type Places = Readonly<Record<string, Place>>;

export interface LayoutRequest {
  readonly nodes: readonly { readonly id: string; readonly place?: Place | undefined }[];
  readonly edges: readonly { readonly source: string; readonly target: string; readonly weight: number }[];
}

export interface LayoutAnswer {
  readonly places: Places;
  readonly done: boolean;
}
