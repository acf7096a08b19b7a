import { notifications } from '@mantine/notifications';

/** Says that something was done. */
export const notifyDone = (message: string): void => {
  notifications.show({ message, color: 'teal', autoClose: 5_000, withBorder: true });
};
