import { Checkbox, Stack, Text } from '@mantine/core';
import { isMissing, summaryAtChannel, type DeliveryStatus, type Summary } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../api/channels';
import { useDeliveriesOf } from '../../api/deliveries';
import { useDeliverAgain } from '../../api/summaries';
import { Confirm } from '../../components/confirm';
import { Loaded } from '../../components/loaded';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { notifyDone } from '../../lib/notify';

/** A channel that takes days, and how this one stands there. */
interface Standing {
  readonly id: string;
  readonly name: string;
  readonly status: DeliveryStatus | null;
}

const useStandings = ({ date, revision }: Summary) => {
  const channels = useChannels();
  const deliveries = useDeliveriesOf(date);
  const lacking = channels.data === undefined ? channels : deliveries;
  const data =
    channels.data &&
    deliveries.data &&
    channels.data
      .filter(({ status, route }) => status !== 'off' && route.summaries)
      .map(({ id, name }): Standing => ({
        id,
        name,
        status: summaryAtChannel(deliveries.data, revision, id),
      }));
  const { dataUpdatedAt, error, refetch } = lacking;
  return { data, dataUpdatedAt, error, refetch };
};

interface ChoiceProps {
  readonly standings: readonly Standing[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

const ChannelChoice = ({ standings, chosen, onChange }: ChoiceProps) => {
  const { t } = useTranslation();
  if (standings.length === 0) return <Text size="sm">{t('summaries.deliver.nobody')}</Text>;
  const nobodyLacksIt = !standings.some(({ status }) => isMissing(status));
  return (
    <Checkbox.Group
      label={t('summaries.deliver.channels')}
      description={t(nobodyLacksIt ? 'summaries.deliver.allHave' : 'summaries.deliver.someLack')}
      value={[...chosen]}
      onChange={onChange}
    >
      <Stack gap="sm" mt="xs">
        {standings.map(({ id, name, status }) => (
          <Checkbox
            key={id}
            value={id}
            label={name}
            description={status === null ? t('summaries.deliver.never') : t(`deliveries.status.${status}`)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
};

interface Props {
  readonly summary: Summary;
  readonly onClose: () => void;
}

/** Sends a day to channels of one's choice; to those that have not got it unless one chooses. */
export const DeliverAgain = ({ summary, onClose }: Props) => {
  const { t } = useTranslation();
  const standings = useStandings(summary);
  const deliver = useDeliverAgain(summary.date);
  const [wanted, setWanted] = useState<readonly string[]>();
  const lacking = (standings.data ?? []).filter(({ status }) => isMissing(status)).map(({ id }) => id);
  const channelIds = wanted ?? lacking;
  const send = async (reason: string): Promise<void> => {
    const { deliveryIds } = await deliver.mutateAsync({ channelIds, reason });
    notifyDone(t('summaries.deliver.done', { count: deliveryIds.length }));
    onClose();
  };
  return (
    <Confirm
      title={t('summaries.deliver.title')}
      text={t('summaries.deliver.text')}
      confirm={t('summaries.deliver.open')}
      withReason
      disabled={channelIds.length === 0}
      pending={deliver.isPending}
      error={deliver.error}
      onConfirm={(reason) => void send(reason).catch(() => undefined)}
      onClose={onClose}
    >
      <Loaded query={standings} skeleton={<RowsSkeleton rows={2} />}>
        {(known) => <ChannelChoice standings={known} chosen={channelIds} onChange={setWanted} />}
      </Loaded>
    </Confirm>
  );
};
