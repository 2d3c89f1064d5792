import type { Person } from './cast.ts';

/** Eight people of seven organisations and forums who hold one meeting, each at the chat they have. */
export const eight = [
  { key: 'sena', name: 'Sena Okafor', email: 'sena@secretariat.example' },
  { key: 'ingrid', name: 'Ingrid Sætre', email: 'ingrid@smelter.example', zone: 'Europe/Oslo' },
  { key: 'amelie', name: 'Amélie Durand', email: 'amelie@river.example', zone: 'Europe/Paris' },
  { key: 'beatriz', name: 'Beatriz Falcão', email: 'beatriz@casa.example', zone: 'Europe/Lisbon' },
  { key: 'joris', name: 'Joris Maes', email: 'joris@rolling.example' },
  { key: 'tomas', name: 'Tomás Quiroga', email: 'tomas@lumen.example', zone: 'America/Mexico_City' },
  { key: 'zoe', name: 'Zoë Łukasik', email: 'zoe@lumen.example' },
  { key: 'jarrah', name: 'Jarrah Wanambi', email: 'jarrah@council.example', zone: 'Australia/Darwin' },
] as const satisfies readonly Person[];

export type Eight = (typeof eight)[number]['key'];

/** Sena and Ingrid have both; of the others each has the one that their organisation uses. */
export const ON_SLACK: readonly Eight[] = ['sena', 'ingrid', 'amelie', 'beatriz'];
export const ON_TEAMS: readonly Eight[] = ['sena', 'ingrid', 'joris', 'tomas', 'zoe', 'jarrah'];

export const DIRECTORY_OF_EIGHT = `name,email,organisation,membership_class,country,standing,appointment,appointment_from,appointment_to,appointment_groups,time_zone,locale
Sena Okafor,sena@secretariat.example,,,,,secretariat,,,,Europe/Zurich,en
Ingrid Sætre,ingrid@smelter.example,Smelter Works,production_and_transformation,NO,good,,,,,Europe/Oslo,en
Amélie Durand,amelie@river.example,River Keepers,civil_society,FR,good,,,,,Europe/Paris,fr
Beatriz Falcão,beatriz@casa.example,Casa Clara,downstream_supporters,PT,good,,,,,Europe/Lisbon,en
Joris Maes,joris@rolling.example,Rolling Mills,production_and_transformation,BE,good,,,,,,en
Tomás Quiroga,tomas@lumen.example,Lumen Bottle & Can,industrial_users,MX,good,,,,,America/Mexico_City,en
Zoë Łukasik,zoe@lumen.example,Lumen Bottle & Can,industrial_users,MX,good,,,,,,en
Jarrah Wanambi,jarrah@council.example,,,,,ipaf,2024-01-01,,,Australia/Darwin,en
`;
