import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type FrameAbout, frameAbout } from '@tutti/contracts/devices';
import { sha256 } from './device-signatures';

export interface ReceivedFrame {
  readonly about: FrameAbout;
  readonly bytes: Buffer;
}

export interface FrameRequest {
  readonly method: string;
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface FrameAnswer {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface UnderWay {
  readonly size: number;
  bytes: Buffer;
}

const at = ({ bytes }: UnderWay): FrameAnswer => ({
  status: 200,
  headers: { 'upload-offset': String(bytes.length) },
});
const gone: FrameAnswer = { status: 404, code: 'upload.not-found' };
const keyOf = ({ journal, result }: FrameAbout): string => `${journal}/${result.seq}`;

/** The end of the wire that takes chosen pictures: tus 1.0, and `POST frames`. */
export class FrameReceiver {
  /** By `<journal>/<seq>`. */
  readonly frames = new Map<string, ReceivedFrame>();
  /** Bytes that were stored, repeats among them. */
  storedBytes = 0;
  /** Pieces at this offset or beyond are not stored; the answer waits. */
  hold: { readonly from: number; readonly reached: () => void; readonly until: Promise<void> } | undefined;
  private readonly uploads = new Map<string, UnderWay>();

  takes(path: string): boolean {
    return /^(frame-uploads|frames)(\/|$)/.test(path);
  }

  async answer({ method, path, headers, body }: FrameRequest): Promise<FrameAnswer> {
    if (path === 'frames')
      return this.add(JSON.parse(body.toString()) as { uploadId: string; about: unknown });
    if (headers['tus-resumable'] !== '1.0.0') return { status: 412, code: 'tus' };
    if (method === 'POST') return this.begin(Number(headers['upload-length']));
    const upload = this.uploads.get(path.split('/').at(-1) ?? '');
    if (upload === undefined) return gone;
    if (method === 'PATCH') return this.append(upload, headers, body);
    return at(upload);
  }

  private async append(upload: UnderWay, headers: IncomingHttpHeaders, body: Buffer): Promise<FrameAnswer> {
    const offset = Number(headers['upload-offset']);
    if (headers['content-type'] !== 'application/offset+octet-stream') return { status: 415, code: 'type' };
    if (offset !== upload.bytes.length) return { status: 409, code: 'upload.offset-conflict' };
    if (this.hold !== undefined && offset >= this.hold.from) {
      this.hold.reached();
      await this.hold.until;
      return { status: 499 };
    }
    upload.bytes = Buffer.concat([upload.bytes, body]);
    this.storedBytes += body.length;
    return at(upload);
  }

  private begin(size: number): FrameAnswer {
    const id = randomUUID();
    this.uploads.set(id, { size, bytes: Buffer.alloc(0) });
    return { status: 201, headers: { location: `/api/v1/frame-uploads/${id}` } };
  }

  private add({ uploadId, about: told }: { uploadId: string; about: unknown }): FrameAnswer {
    const about = frameAbout.parse(told);
    const upload = this.uploads.get(uploadId);
    if (upload === undefined) return this.frames.has(keyOf(about)) ? { status: 201 } : gone;
    if (upload.bytes.length !== upload.size) return { status: 409, code: 'upload.incomplete' };
    if (sha256(upload.bytes) !== about.sha256) return { status: 422, code: 'frame.mismatch' };
    this.uploads.delete(uploadId);
    this.frames.set(keyOf(about), { about, bytes: upload.bytes });
    return { status: 201 };
  }
}
