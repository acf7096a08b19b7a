import { english } from './notification-texts.en';
import { korean } from './notification-texts.ko';
import type { Language } from './shapes';

export const notificationTexts = { en: english, ko: korean } as const satisfies Record<Language, object>;
