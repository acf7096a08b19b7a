export interface TracingOptions {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`; tracing stays off without it. */
  readonly endpoint: string | undefined;
  readonly serviceName: string;
}

export interface Tracing {
  readonly enabled: boolean;
  /** Sends what is left, then stops. */
  shutdown(): Promise<void>;
}

/** Starts OpenTelemetry when an endpoint is configured. Call it before anything that makes spans. */
export const startTracing = async ({ endpoint, serviceName }: TracingOptions): Promise<Tracing> => {
  if (endpoint === undefined) return { enabled: false, shutdown: async () => undefined };
  const [{ NodeSDK }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
  ]);
  const sdk = new NodeSDK({
    serviceName,
    traceExporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }),
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  return { enabled: true, shutdown: () => sdk.shutdown() };
};
