import type { LabelSchema, ShownClass } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClassCommand } from '../../../api/label-schemas';
import { Confirm } from '../../../components/confirm';
import { notifyDone } from '../../../lib/notify';

interface Props {
  readonly schema: LabelSchema;
  readonly of: ShownClass;
  /** Labelled pictures of the dataset that bear it; undefined while that is not known. */
  readonly items: number | undefined;
  readonly onClose: () => void;
}

export const RetireDialog = ({ schema, of: { key, name }, items, onClose }: Props) => {
  const { t } = useTranslation();
  const [base] = useState(schema);
  const send = useClassCommand();
  const done = (): void => {
    notifyDone(t('classes.retireDone', { name }));
    onClose();
  };
  return (
    <Confirm
      title={t('classes.retireTitle', { name })}
      text={
        items === undefined ? t('classes.retireTextUncounted') : t('classes.retireText', { count: items })
      }
      confirm={t('classes.retire')}
      dangerous
      withReason
      pending={send.isPending}
      error={send.error}
      onConfirm={(reason) =>
        void send
          .mutateAsync({ of: base, command: { type: 'retire', key, reason } })
          .then(done, () => undefined)
      }
      onClose={onClose}
    />
  );
};
