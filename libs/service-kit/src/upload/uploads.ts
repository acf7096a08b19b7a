import type { Readable } from 'node:stream';
import { type BlobStore, blobErrors, type NewUpload, type StoredBlob, type Upload } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import { authIdOf, type Principal } from '../auth/principal';
import { answer, type Answer } from '../route/answer';
import { assertTus, formatMetadata, parseMetadata, tusVersion } from './tus-headers';

export interface UploadsOptions {
  readonly blobs: BlobStore;
  /** The context's own. */
  readonly namespace: string;
  /** Of one upload. */
  readonly maxBytes: number;
  /** Path of the controller that has the routes: `/api/v1/uploads`. */
  readonly path: string;
  /** Throws what an upload is refused with: a quota, a kind of file. */
  readonly admit?: (upload: NewUpload, principal: Principal) => Promise<void> | void;
  /** What was admitted could not begin: it does not count. */
  readonly giveBack?: (upload: NewUpload, principal: Principal) => void;
}

/** A finished upload, for whoever makes something of it. */
export interface ClaimedUpload {
  readonly upload: Upload;
  readonly blob: StoredBlob;
}

interface Versioned {
  readonly 'tus-resumable'?: string | undefined;
}

interface Creation {
  readonly principal: Principal;
  readonly headers: Versioned & {
    readonly 'upload-length': number;
    readonly 'upload-metadata'?: string | undefined;
  };
}

interface OfOne {
  readonly principal: Principal;
  readonly params: { readonly uploadId: string };
  readonly headers: Versioned;
}

interface Appending extends OfOne {
  readonly headers: Versioned & { readonly 'upload-offset': number };
  readonly body: Readable;
}

const digest = /^[0-9a-f]{64}$/;

const announced = (sha256: string | undefined): { readonly sha256?: string } => {
  if (sha256 === undefined) return {};
  if (digest.test(sha256)) return { sha256 };
  throw new DomainError(commonErrors['request.invalid'], {
    detail: '`sha256` in Upload-Metadata must be 64 hexadecimal digits in lower case.',
  });
};

const headersOf = (upload: Upload): Readonly<Record<string, string>> => ({
  'tus-resumable': tusVersion,
  'upload-offset': String(upload.offset),
  'upload-expires': upload.expiresAt.toUTCString(),
});

/** What the handlers of `uploadRoutes` do. Everybody sees their own uploads only. */
export class Uploads {
  constructor(private readonly options: UploadsOptions) {}

  async create({ principal, headers }: Creation): Promise<Answer<undefined>> {
    assertTus(headers);
    const { blobs, namespace, maxBytes, path, admit, giveBack } = this.options;
    const size = headers['upload-length'];
    if (size > maxBytes)
      throw new DomainError(blobErrors['blob.too-large'], {
        detail: `At most ${maxBytes} bytes are accepted here.`,
      });
    const metadata = parseMetadata(headers['upload-metadata']);
    const wanted = { owner: authIdOf(principal), size, metadata, ...announced(metadata['sha256']) };
    await admit?.(wanted, principal);
    const upload = await blobs.uploads.begin(namespace, wanted).catch((error: unknown) => {
      giveBack?.(wanted, principal);
      throw error;
    });
    // No client sends a request without bytes for nothing.
    if (size === 0) await blobs.uploads.finish(namespace, upload.id);
    return answer(undefined, { location: `${path}/${upload.id}`, headers: headersOf(upload) });
  }

  async show({ principal, params, headers }: OfOne): Promise<Answer<undefined>> {
    assertTus(headers);
    const upload = await this.#own(principal, params.uploadId);
    const metadata = formatMetadata(upload.metadata);
    return answer(undefined, {
      headers: {
        ...headersOf(upload),
        'upload-length': String(upload.size),
        ...(metadata === '' ? {} : { 'upload-metadata': metadata }),
      },
    });
  }

  async append({ principal, params, headers, body }: Appending): Promise<Answer<undefined>> {
    assertTus(headers);
    const { blobs, namespace } = this.options;
    const { id } = await this.#own(principal, params.uploadId);
    const upload = await blobs.uploads.append(namespace, id, {
      offset: headers['upload-offset'],
      content: body,
      ...(principal.kind === 'device' ? { sha256: principal.body.sha256 } : {}),
    });
    if (upload.offset === upload.size) await blobs.uploads.finish(namespace, id);
    return answer(undefined, { headers: headersOf(upload) });
  }

  async abandon({ principal, params, headers }: OfOne): Promise<Answer<undefined>> {
    assertTus(headers);
    const { blobs, namespace } = this.options;
    const { id } = await this.#own(principal, params.uploadId);
    await blobs.uploads.abandon(namespace, id);
    return answer(undefined, { headers: { 'tus-resumable': tusVersion } });
  }

  /**
   * The bytes of a complete upload; they stay a grace from now. Throws `upload.not-found`, `upload.incomplete`. Whoever has
   * made something of them abandons the upload: its blob stays.
   */
  async claim(principal: Principal, uploadId: string): Promise<ClaimedUpload> {
    const { blobs, namespace } = this.options;
    const upload = await this.#own(principal, uploadId);
    const blob = await blobs.uploads.finish(namespace, upload.id);
    if (!(await blobs.touch(namespace, blob.sha256))) throw notFound();
    return { upload, blob };
  }

  async #own(principal: Principal, id: string): Promise<Upload> {
    const upload = await this.options.blobs.uploads.state(this.options.namespace, id);
    if (!upload || upload.owner !== authIdOf(principal)) throw notFound();
    return upload;
  }
}

const notFound = (): DomainError =>
  new DomainError(blobErrors['upload.not-found'], {
    detail: 'You have no such upload. It may have expired: begin anew.',
  });
