import type { Readable } from 'node:stream';

export interface AnswerCookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly expires?: Date;
  readonly secure: boolean;
}

/** What goes with a body. */
export interface AnswerExtras {
  /** Position of the command's commit: `Tutti-Position`. */
  readonly position?: number;
  /** Version of the aggregate: the strong `ETag`. */
  readonly version?: number;
  /** A strong `ETag` of another kind, for bytes: their digest. */
  readonly etag?: string;
  /** Path of what was created: `Location`. */
  readonly location?: string;
  /** Another success status than the route's, 200 instead of 201 for a repetition say. */
  readonly status?: number;
  readonly cacheControl?: string;
  /** Media type and size of a stream. */
  readonly contentType?: string;
  readonly contentLength?: number;
  /** Further headers, by their names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Always HttpOnly and SameSite=Strict. */
  readonly cookies?: readonly AnswerCookie[];
}

/** A body with headers. Handlers return one when a plain body does not say enough. */
export class Answer<Body> {
  constructor(
    readonly body: Body,
    readonly extras: AnswerExtras,
  ) {}
}

export const answer = <Body>(body: Body, extras: AnswerExtras): Answer<Body> => new Answer(body, extras);

/** Bytes that a handler answers with. */
export type Bytes = Readable | Uint8Array;
