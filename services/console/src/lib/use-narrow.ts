import { useMediaQuery } from '@mantine/hooks';

/** True where the screen has the width of a phone. */
export const useNarrow = (): boolean =>
  useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
