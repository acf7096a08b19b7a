import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { ApiError, type TuttiApi } from '../identity/api';
import { readPrivate, writePrivate } from '../identity/private-file';

export interface FrameUploadOptions {
  readonly api: TuttiApi;
  /** Which upload is under way stands here: a program that was killed goes on with it. */
  readonly path: string;
}

export interface FrameBytes {
  readonly deviceId: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

const underWay = z.object({ deviceId: z.string(), sha256: z.string(), uploadId: z.string() });
type UnderWay = z.infer<typeof underWay>;

/** What a cut costs at most to be sent again; the server takes 4 MiB. */
const pieceBytes = 512 * 1024;
/** For a piece over a slow line: 5 kB/s. */
const pieceTimeoutMs = 100_000;
const tus = { 'tus-resumable': '1.0.0' };

export const isGone = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'upload.not-found';

/** Sends one picture at a time (tus 1.0), and goes on where it was cut off. */
export class FrameUpload {
  constructor(private readonly options: FrameUploadOptions) {}

  /** Answers with the id of the upload once the server has all bytes. Throws an `ApiError`, or what the network throws. */
  async send(frame: FrameBytes, signal: AbortSignal): Promise<string> {
    const known = await this.known(frame);
    const offset = known && (await this.offset(known, signal));
    // The server has no such upload any more: it may have made a frame of it, and whoever asks for that is told.
    if (known && offset === undefined) return known.uploadId;
    const upload = known ?? (await this.begin(frame, signal));
    for (let at = offset ?? 0; at < frame.bytes.length;)
      at = await this.append(upload, at, frame.bytes.subarray(at, at + pieceBytes), signal);
    return upload.uploadId;
  }

  /** The next picture begins anew. */
  async forget(): Promise<void> {
    await rm(this.options.path, { force: true });
  }

  private async known({ deviceId, sha256 }: FrameBytes): Promise<UnderWay | undefined> {
    const text = await readPrivate(this.options.path);
    const found = text === undefined ? undefined : parsed(text);
    return found?.sha256 === sha256 && found.deviceId === deviceId ? found : undefined;
  }

  private async begin({ deviceId, sha256, bytes }: FrameBytes, signal: AbortSignal): Promise<UnderWay> {
    const headers = { ...tus, 'upload-length': String(bytes.length) };
    const path = 'frame-uploads';
    const answer = await this.options.api.headersOf({ method: 'POST', path, headers, deviceId, signal });
    const uploadId = answer.location?.split('/').at(-1);
    if (uploadId === undefined) throw new Error('The server began an upload and did not say where.');
    const begun = { deviceId, sha256, uploadId };
    await writePrivate(this.options.path, JSON.stringify(begun));
    return begun;
  }

  /** Undefined when there is no such upload. */
  private async offset({ deviceId, uploadId }: UnderWay, signal: AbortSignal): Promise<number | undefined> {
    const request = { method: 'HEAD', path: `frame-uploads/${uploadId}`, headers: tus, deviceId } as const;
    try {
      return offsetIn(await this.options.api.headersOf({ ...request, signal }));
    } catch (error) {
      // An answer to HEAD has no body to say it with.
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  private async append(
    { deviceId, uploadId }: UnderWay,
    offset: number,
    body: Uint8Array,
    signal: AbortSignal,
  ): Promise<number> {
    const answer = await this.options.api.headersOf({
      method: 'PATCH',
      path: `frame-uploads/${uploadId}`,
      headers: { ...tus, 'upload-offset': String(offset) },
      bytes: { type: 'application/offset+octet-stream', body },
      timeoutMs: pieceTimeoutMs,
      deviceId,
      signal,
    });
    return offsetIn(answer);
  }
}

function offsetIn(headers: Readonly<Record<string, unknown>>): number {
  const offset = Number(headers['upload-offset'] ?? NaN);
  if (Number.isSafeInteger(offset)) return offset;
  throw new Error('The server did not say where the upload stands.');
}

function parsed(text: string): UnderWay | undefined {
  try {
    return underWay.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
