import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Stands where rows will be. */
export const RowsSkeleton = ({
  rows = 5,
  height = 36,
}: {
  readonly rows?: number;
  readonly height?: number;
}) => {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  );
};
