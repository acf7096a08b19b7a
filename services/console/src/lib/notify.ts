import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Says that something was done. */
export const notifyDone = (message: string): void => {
  const closeButtonProps = { 'aria-label': i18next.t('console:action.close') };
  notifications.show({ message, color: 'teal', autoClose: 5_000, withBorder: true, closeButtonProps });
};
