import { STATUS_CODES } from 'node:http';
import { commonErrors } from '@tutti/contracts/common';

interface Refusal {
  readonly code: string;
  readonly title: string;
}

/** Refusals of the HTTP layer itself, before any of our code runs. */
const refusals: Readonly<Record<number, Refusal>> = {
  400: commonErrors['request.invalid'],
  403: commonErrors['request.forbidden'],
  404: commonErrors['request.not-found'],
  405: { code: 'request.method-not-allowed', title: 'The resource has no such method' },
  408: { code: 'request.too-slow', title: 'The request took too long to arrive' },
  413: commonErrors['request.too-large'],
  414: { code: 'request.uri-too-long', title: 'The address is too long' },
  415: { code: 'request.unsupported-media-type', title: 'The media type is not accepted here' },
  431: { code: 'request.headers-too-large', title: 'The headers are too large' },
  503: commonErrors['service.unavailable'],
};

/** Code and title of a 4xx or 503 that carries no error of ours. */
export const httpRefusal = (status: number): Refusal =>
  refusals[status] ?? { code: `http.${status}`, title: STATUS_CODES[status] ?? 'The request was refused' };

/** What to do about those that the HTTP layer's own words leave open. */
const advice: Readonly<Record<number, string>> = {
  413: 'The body is too large: JSON may have 1 MiB. Files go in pieces, as uploads.',
  415: 'A body of this Content-Type is not taken here: JSON goes as application/json.',
};

export const adviceFor = (status: number, said: string): string => advice[status] ?? said;

/** What every refused or failed request is refused or failed with when the cause is an HTTP matter, e.g. 415. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';

  constructor(
    readonly status: number,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}
