import { Button, Group, Text } from '@mantine/core';
import type { Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useLabeller, useSitting } from '../labeller-context';
import { standingOf } from '../session/statements';
import { useLabelText } from '../use-label-text';

/** Somebody else changed the picture while it was looked at. It does not change under the reader's eyes. */
export const OvertakenNotice = ({ item }: { readonly item: Item }) => {
  const { t } = useTranslation();
  const { session, announce } = useLabeller();
  const { overtaken, drafts } = useSitting();
  const text = useLabelText();
  const fresh = overtaken.get(item.id);
  const isDrawn = (drafts.get(item.id)?.history.past.length ?? 0) > 0;
  return (
    <div role="status" className="lb-overtaken">
      {fresh && (
        <Group gap={8} data-overtaken="">
          <Text size="sm" flex={1} miw={180}>
            {t(isDrawn ? 'labelling.conflict.overtakenDraft' : 'labelling.conflict.overtaken', {
              what: text.standing(standingOf(fresh)),
            })}
          </Text>
          {!isDrawn && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                session.draft(item.id, undefined);
                session.refresh(item.id).catch(() => announce(t('problem.connection')));
              }}
            >
              {t('labelling.conflict.show')}
            </Button>
          )}
        </Group>
      )}
    </div>
  );
};
