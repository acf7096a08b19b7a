import { Modal, type MantineSize } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReturnFocus } from '../lib/use-return-focus';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly size?: MantineSize | number;
  /** False where a stray click would lose what cannot be had again. */
  readonly closeOnClickOutside?: boolean;
}

/** A dialog above the page. Its header is no banner of the page. */
export const Dialog = ({ title, onClose, children, ...rest }: Props) => {
  const { t } = useTranslation();
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      {...rest}
    >
      {children}
    </Modal>
  );
};
