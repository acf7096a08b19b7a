import { Box, Button, Center } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './problem-alert';

interface Props {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: unknown;
    readonly fetchNextPage: () => unknown;
  };
  readonly what?: 'older' | 'more';
}

/** The next page of a list, when there is one; of most lists that is what is older. */
export const LoadMore = ({ query, what = 'older' }: Props) => {
  const { t } = useTranslation();
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error } = query;
  const next = (): void => void query.fetchNextPage();
  if (!hasNextPage) return null;
  if (isFetchNextPageError && !isFetchingNextPage)
    return (
      <Box mt="md">
        <ProblemAlert error={error} onRetry={next} />
      </Box>
    );
  return (
    <Center mt="md">
      <Button variant="default" loading={isFetchingNextPage} onClick={next}>
        {t(`action.${what}`)}
      </Button>
    </Center>
  );
};
