import { type Metric, type OpenMetricsContentType, Registry } from 'prom-client';

/** A scraper that can read exemplars says so. */
const wantsOpenMetrics = (accept: string | undefined): boolean =>
  accept?.includes('application/openmetrics-text') === true;

/**
 * The registry in the format of OpenMetrics. prom-client renames counters in place when it writes that format, which
 * the next scrape in the older one would show: it gets objects that only stand in for the metrics.
 */
const asOpenMetrics = (registry: Registry): Registry<OpenMetricsContentType> => {
  const open = new Registry<OpenMetricsContentType>();
  open.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const metric of registry.getMetricsAsArray()) {
    const standIn: unknown = Object.create(metric);
    open.registerMetric(standIn as Metric);
  }
  return open;
};

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** What `/metrics` answers, as the scraper asks. */
export const expose = async (registry: Registry, accept: string | undefined): Promise<Exposition> => {
  const chosen = wantsOpenMetrics(accept) ? asOpenMetrics(registry) : registry;
  return { contentType: chosen.contentType, text: await chosen.metrics() };
};
