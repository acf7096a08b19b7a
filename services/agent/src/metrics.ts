import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the agent's own state contributes when it is scraped. */
export interface Gauges {
  readonly pending: () => number;
  readonly oldestAgeSeconds: () => number;
  readonly dropped: () => number;
  readonly connected: () => boolean;
  readonly modelLoaded: () => boolean;
  readonly modelsLoaded: () => number;
  readonly framesWaiting: () => number;
  readonly frameBytesWaiting: () => number;
  readonly deploying: () => boolean;
}

const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Names: KServe's for requests (open inference runtimes), `edge_*` for our own. */
export class Metrics {
  readonly registry = new Registry();
  readonly preprocess = this.histogram('request_preprocess_seconds', 'Decoding of a picture');
  readonly predict = this.histogram('request_predict_seconds', 'Resizing and inference of a picture');
  readonly postprocess = this.histogram(
    'request_postprocess_seconds',
    'Making the answer or the journal entry',
  );
  readonly inferences = this.counter('edge_inferences_total', 'Pictures judged', ['source']);
  readonly failures = this.counter('edge_inference_failures_total', 'Pictures that could not be judged', [
    'type',
  ]);
  readonly requestFailures = this.counter(
    'request_failures_total',
    'Inference requests that a model did not answer',
    ['model_name'],
  );
  readonly refusals = this.counter('edge_http_refusals_total', 'HTTP requests refused', ['status']);
  readonly grpcRefusals = this.counter('edge_grpc_refusals_total', 'gRPC calls refused', ['code']);
  readonly previews = this.counter('edge_previews_total', 'Preview pictures', ['outcome']);
  readonly frames = this.counter('edge_frames_total', 'Pictures looked at to be sent', ['outcome']);
  readonly deployments = this.counter('edge_deployments_total', 'Deployments that ended here', ['outcome']);
  readonly uplinkMessages = this.counter('edge_uplink_messages_total', 'Telemetry messages', [
    'kind',
    'outcome',
  ]);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  watch(gauges: Gauges): void {
    const { pending, oldestAgeSeconds, dropped, connected, modelLoaded, modelsLoaded } = gauges;
    this.gauge('edge_outbox_pending_messages', 'Results that wait in the journal', pending);
    this.gauge('edge_outbox_oldest_age_seconds', 'Age of the oldest result that waits', oldestAgeSeconds);
    this.gauge('edge_outbox_dropped_messages', 'Results dropped since the first start', dropped);
    this.gauge('edge_uplink_connected', '1 while connected to the platform', () => Number(connected()));
    this.gauge('edge_model_loaded', '1 while a model judges', () => Number(modelLoaded()));
    this.gauge('edge_models_loaded', 'Models that are loaded', modelsLoaded);
    this.gauge('edge_frames_waiting', 'Chosen pictures that wait to be sent', gauges.framesWaiting);
    this.gauge('edge_frames_waiting_bytes', 'Size of these pictures', gauges.frameBytesWaiting);
    this.gauge('edge_deployment_open', '1 while the device works on a deployment', () =>
      Number(gauges.deploying()),
    );
  }

  private histogram(name: string, help: string): Histogram<'model_name'> {
    return new Histogram({
      name,
      help,
      labelNames: ['model_name'],
      buckets: seconds,
      registers: [this.registry],
    });
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
