import type { Enrolment } from '@tutti/contracts/devices';
import { useDeviceName } from '../../api/names';

/** What the device is called if it was here before. */
export const useKnownName = ({ kind, id }: Enrolment): string | undefined =>
  useDeviceName(kind === 'new' ? undefined : id);
