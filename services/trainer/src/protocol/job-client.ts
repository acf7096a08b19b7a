import {
  claimAnswer,
  reportAnswer,
  uploadedFile,
  type BlobReference,
  type ClaimAnswer,
  type ClaimJob,
  type DataReference,
  type JobFailure,
  type JobRelease,
  type JobReport,
  type JobResult,
  type ReportAnswer,
} from '@tutti/contracts/training';
import type { TicketHttp } from './ticket-http';

/** What a trainer asks and tells of one job (docs/reference/trainer-protocol.md). */
export class JobClient {
  constructor(
    private readonly http: TicketHttp,
    private readonly runId: string,
  ) {}

  async claim(claim: ClaimJob): Promise<ClaimAnswer> {
    return claimAnswer.parse(await this.#post('claim', claim));
  }

  async report(report: JobReport): Promise<ReportAnswer> {
    return reportAnswer.parse(await this.#post('reports', report));
  }

  /** The same bytes are one file, however often they are sent. */
  async send(bytes: Uint8Array): Promise<BlobReference> {
    return uploadedFile.parse(await this.http.json({ method: 'PUT', path: this.#path('files'), bytes }));
  }

  async result(result: JobResult): Promise<void> {
    await this.#post('result', result);
  }

  async release(release: JobRelease): Promise<void> {
    await this.#post('release', release);
  }

  async failure(failure: JobFailure): Promise<void> {
    await this.#post('failure', failure);
  }

  currentModel(): Promise<Uint8Array> {
    return this.http.bytes({ method: 'GET', path: this.#path('current-model') });
  }

  manifest(data: DataReference): Promise<Uint8Array> {
    return this.http.bytes({ method: 'GET', path: `${dataPath(data)}/manifest` });
  }

  picture(data: DataReference, digest: string): Promise<Uint8Array> {
    return this.http.bytes({ method: 'GET', path: `${dataPath(data)}/pictures/${digest}` });
  }

  #post(what: string, json: unknown): Promise<unknown> {
    return this.http.json({ method: 'POST', path: this.#path(what), json });
  }

  #path(what: string): string {
    return `jobs/${this.runId}/${what}`;
  }
}

const dataPath = ({ datasetId, version }: DataReference): string =>
  `job-data/${datasetId}/versions/${version}`;
