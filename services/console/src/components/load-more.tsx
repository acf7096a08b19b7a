import { Button, Center } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly what?: 'older' | 'more';
}

/** The next page of a list, when there is one; of most lists that is what is older. */
export const LoadMore = ({ query, what = 'older' }: Props) => {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Center mt="md">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t(`action.${what}`)}
      </Button>
    </Center>
  );
};
