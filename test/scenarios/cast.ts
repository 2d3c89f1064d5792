/** Somebody in the stories, the same person on every platform where they have an account. */
export interface Person {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly zone?: string;
}

export const cast = [
  { key: 'sena', name: 'Sena Okafor', email: 'sena@secretariat.example' },
  { key: 'amelie', name: 'Amélie Durand', email: 'amelie@river.example' },
  { key: 'ingrid', name: 'Ingrid Sætre', email: 'ingrid@smelter.example', zone: 'America/New_York' },
  { key: 'joris', name: 'Joris Maes', email: 'joris@smelter.example' },
  { key: 'board', name: 'Bo Ard', email: 'bo@smelter.example' },
  { key: 'lapsed', name: 'La Psed', email: 'la@lapsed.example' },
  { key: 'expert', name: 'Ex Pert', email: 'ex@university.example' },
  { key: 'stranger', name: 'Stran Ger', email: 'stran@nowhere.example' },
] as const satisfies readonly Person[];

export type Key = (typeof cast)[number]['key'];

export const DIRECTORY = `name,email,organisation,membership_class,country,standing,appointment,appointment_from,appointment_to,appointment_groups,time_zone,locale
Sena Okafor,sena@secretariat.example,,,,,secretariat,,,,Europe/Zurich,en
Amélie Durand,amelie@river.example,River Keepers,civil_society,FR,good,,,,,Europe/Paris,fr
Ingrid Sætre,ingrid@smelter.example,Smelter Works,production_and_transformation,NO,good,,,,,,en
Joris Maes,joris@smelter.example,Smelter Works,production_and_transformation,NO,good,,,,,,en
Bo Ard,bo@smelter.example,Smelter Works,production_and_transformation,NO,good,board,2024-01-01,,,,en
La Psed,la@lapsed.example,Lapsed Foils,industrial_users,DE,lapsed,,,,,,en
Ex Pert,ex@university.example,,,,,expert,2024-01-01,2039-12-31,nature-positive,,en
`;
