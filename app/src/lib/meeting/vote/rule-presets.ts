import type { rulesOfLaw } from '#meeting/rule-set.ts';

export type RulePreset = keyof typeof rulesOfLaw;
