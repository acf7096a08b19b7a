import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { vitalsSteps } from '@tutti/contracts/devices';
import { askFor, pollFor, stepFor, type TimeWindow } from '../components/chart/window';
import { devicePath } from './devices';
import { request } from './http';
import { keys } from './keys';

const points = 180;

/** The window's measurements in steps: mean, least and greatest. */
export const useVitals = (id: string, window: TimeWindow) => {
  const stepSeconds = stepFor(window, points);
  return useQuery({
    queryKey: [...keys.devices, 'vitals', id, window],
    queryFn: async ({ signal }) => {
      const { query, span } = askFor(window, stepSeconds);
      const path = `${devicePath(id)}/vitals/steps`;
      return { ...(await request({ path, query, schema: vitalsSteps, signal })), span };
    },
    placeholderData: keepPreviousData,
    refetchInterval: window.end === null && pollFor(stepSeconds),
  });
};
