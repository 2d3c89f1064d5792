import { actingPersonId } from '../../bot/actor.ts';
import { feature } from '../../bot/define.ts';
import { homeCard, strangerCard } from './cards.ts';
import { getHome, getStrangerHome } from './facts.ts';

export const home = feature('home', {
  home: async (ctx) => {
    const personId = actingPersonId(ctx);
    return personId === null ? strangerCard(await getStrangerHome(ctx)) : homeCard(await getHome(ctx, personId));
  },
});
