import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { thumbnail } from '@tutti/vision';
import { Backoff } from '../common/backoff';
import { pause } from '../common/pause';
import { ApiError, type TuttiApi } from '../identity/api';
import type { Metrics } from '../metrics';
import { PreviewBudget } from './preview-budget';

export interface PreviewsOptions {
  readonly api: TuttiApi;
  /** Undefined while the device is not accepted or not connected: previews are not worth keeping. */
  readonly deviceId: () => string | undefined;
  readonly perDay: number;
  readonly metrics: Metrics;
}

interface Upload {
  readonly deviceId: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
  readonly source: string | undefined;
}

const size = { maxSide: 320, maxBytes: 20_000 };
const longestQueue = 16;
const mostSources = 10_000;
const tries = 3;
/** An upload keeps a preview alive on the server for a while; the same picture needs no other until then. */
const refreshMs = 12 * 3_600_000;

/** Small pictures for the console, sent beside the results. Losing one is fine. */
export class Previews {
  private readonly events = new EventEmitter();
  private readonly queue: Upload[] = [];
  /** Source → the preview that the server has of it. */
  private readonly sent = new Map<string, { readonly digest: string; readonly at: number }>();
  private readonly budget: PreviewBudget;
  private silentUntil = 0;

  constructor(private readonly options: PreviewsOptions) {
    this.budget = new PreviewBudget(options.perDay);
  }

  /** The digest of a preview that the server has or will get; undefined when this picture is shown without one. */
  async offer(picture: Uint8Array, source?: string): Promise<string | undefined> {
    const known = source === undefined ? undefined : this.sent.get(source);
    if (known !== undefined && performance.now() - known.at < refreshMs) return known.digest;
    const deviceId = this.options.deviceId();
    const busy = this.queue.length >= longestQueue || performance.now() < this.silentUntil;
    if (deviceId === undefined || busy || !this.budget.take()) return undefined;
    const bytes = await thumbnail(picture, size).catch(() => undefined);
    if (bytes === undefined) return undefined;
    const digest = createHash('sha256').update(bytes).digest('hex');
    this.queue.push({ deviceId, digest, bytes, source });
    if (source !== undefined) this.remember(source, digest);
    this.events.emit('queued');
    return digest;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const next = this.queue[0];
      if (next === undefined) await once(this.events, 'queued', { signal });
      else {
        const stored = await this.upload(next, signal);
        this.queue.shift();
        this.options.metrics.previews.inc({ outcome: stored ? 'stored' : 'lost' });
        if (!stored && next.source !== undefined) this.sent.delete(next.source);
      }
    }
  }

  private async upload({ deviceId, digest, bytes }: Upload, signal: AbortSignal): Promise<boolean> {
    const path = `devices/${deviceId}/previews/${digest}`;
    const backoff = new Backoff(1000, 10_000);
    for (let attempt = 1; attempt <= tries && !signal.aborted; attempt++) {
      try {
        const body = { type: 'image/jpeg', body: bytes };
        await this.options.api.request({ method: 'PUT', path, bytes: body, deviceId });
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.status < 500) return this.refused(error);
        await pause(backoff.next(), signal);
      }
    }
    return false;
  }

  /** Quota is a reason to be silent for a while; any other refusal concerns this preview alone. */
  private refused({ status, retryAfterMs }: ApiError): false {
    if (status === 429) this.silentUntil = performance.now() + (retryAfterMs ?? 600_000);
    return false;
  }

  private remember(source: string, digest: string): void {
    this.sent.delete(source);
    this.sent.set(source, { digest, at: performance.now() });
    const [oldest] = this.sent.keys();
    if (this.sent.size > mostSources && oldest !== undefined) this.sent.delete(oldest);
  }
}
