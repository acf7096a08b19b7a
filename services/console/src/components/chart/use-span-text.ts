import { useFormat } from '../../i18n/use-format';
import { useNow } from '../../lib/clock';
import { spanOf, type TimeWindow } from './window';

/** The window in words, in the viewer's time zone. */
export const useSpanText = (window: TimeWindow): string => {
  const format = useFormat();
  const [from, to] = spanOf(window, useNow());
  return `${format.moment(from)} – ${format.moment(to)}`;
};
