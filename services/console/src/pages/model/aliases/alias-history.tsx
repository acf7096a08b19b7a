import { Anchor, Stack, Text } from '@mantine/core';
import type { aliasHistory } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAliasHistory } from '../../../api/models';
import { Dialog } from '../../../components/dialog';
import { useAuthor } from '../../../components/event/use-author';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useFormat } from '../../../i18n/use-format';
import type { z } from 'zod';

type History = z.infer<typeof aliasHistory>['items'][number];

const Move = ({ move }: { readonly move: History }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useAuthor(move.by);
  return (
    <li>
      <Text size="sm" fw={600}>
        {move.modelId === null ? (
          t('models.aliases.removed')
        ) : (
          <Anchor component={Link} to={`/models/${move.modelId}`} size="sm">
            {move.modelVersion}
          </Anchor>
        )}
      </Text>
      <Text size="xs" c="dimmed">
        {format.exactTime(move.at)}, {t('models.by', { who })}
      </Text>
    </li>
  );
};

interface Props {
  readonly streamId: string;
  readonly alias: string;
  readonly onClose: () => void;
}

/** Which models bore an alias, the newest first. */
export const AliasHistory = ({ streamId, alias, onClose }: Props) => {
  const { t } = useTranslation();
  const query = useAliasHistory(streamId, alias);
  return (
    <Dialog title={t('models.aliases.historyTitle', { alias })} onClose={onClose}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={2} />}>
        {(moves) => (
          <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
            {moves.map((move) => (
              <Move key={move.at} move={move} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Dialog>
  );
};
