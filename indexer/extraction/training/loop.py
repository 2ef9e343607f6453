"""The training loop: epochs of shuffled batches, AdamW, and checkpoints from which a later run continues.

The learning rate rises during the first steps and then falls to almost 0; this is repeated with half the peak (warm
restarts: Loshchilov and Hutter, ICLR 2017). The result is the average of the weights at the end of each descent
(Izmailov et al., UAI 2018), which is better than either. All random choices of an epoch follow from the seed and the
epoch's number, so an interrupted run continues with the same batches.
"""

import logging
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from quotesearch.indexer.extraction.training.examples import IGNORED, Batch, Example, batched, examples
from quotesearch.indexer.extraction.training.gold import Article
from quotesearch.indexer.extraction.training.network import TaggerNetwork
from quotesearch.indexer.extraction.training.variation import surnames, varied

_WARM_UP = 100
_RESTART = 0.5
"""Share of the full learning rate at which each descent after the first begins."""
_SAVE_EVERY = 100
_AS_PRINTED = 0.45
"""Share of articles that an epoch uses without variation."""
_ROLES_WEIGHT = 2.0
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings of training: epochs of each descent, windows a batch, learning rates of encoder and heads, seed."""

    epochs: tuple[int, ...] = (4, 3)
    batch: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    seed: int = 13


def train(network: TaggerNetwork, articles: Sequence[Article], plan: Plan, folder: Path) -> None:
    """Train the network in place; continue from the checkpoint in the folder, if there is one."""
    torch.manual_seed(plan.seed)
    optimiser = torch.optim.AdamW(_groups(network, plan), weight_decay=0.01)
    per_epoch = len(list(_batches(articles, plan, 0)))
    rates, step = _rates(plan, per_epoch), 0
    total = len(rates)
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        step = saved["step"]
        _logger.info("continuing at step %d of %d", step, total)
    for epoch in range(step // per_epoch, sum(plan.epochs)):
        for place, windows in enumerate(_batches(articles, plan, epoch)):
            if epoch * per_epoch + place < step or step >= total:
                continue
            loss = _step(network, optimiser, batched(windows), rates[step])
            step += 1
            if step % _SAVE_EVERY == 0 and step % per_epoch:
                _save(checkpoint, network, optimiser, step)
                _logger.info("step %d of %d: loss %.4f", step, total, loss)
        step = max(step, min((epoch + 1) * per_epoch, total))  # an epoch may have fewer batches than the first
        if epoch + 1 in accumulate(plan.epochs):
            torch.save(network.state_dict(), folder / f"descent-{epoch + 1}.pt")
        _save(checkpoint, network, optimiser, step)
    network.load_state_dict(_average(folder / f"descent-{end}.pt" for end in accumulate(plan.epochs)))
    network.eval()


def _average(paths: Iterable[Path]) -> dict[str, Tensor]:
    """Return the mean of the weights in the files."""
    weights = [torch.load(path, weights_only=True) for path in paths]
    return {name: torch.stack([descent[name] for descent in weights]).mean(0) for name in weights[0]}


def _groups(network: TaggerNetwork, plan: Plan) -> list[dict[str, object]]:
    """Return the parameters with the rate of each group."""
    encoder = {id(parameter) for parameter in network.encoder.parameters()}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in encoder]
    return [
        {"params": list(network.encoder.parameters()), "lr": plan.encoder_rate, "base": plan.encoder_rate},
        {"params": heads, "lr": plan.head_rate, "base": plan.head_rate},
    ]


def _rates(plan: Plan, per_epoch: int) -> list[float]:
    """Return the share of the full learning rate at each step."""
    rates: list[float] = []
    for descent, epochs in enumerate(plan.epochs):
        peak, steps = _RESTART if descent else 1.0, epochs * per_epoch
        rates += [peak * min(1.0, (step + 1) / _WARM_UP) * max(0.02, 1.0 - step / steps) for step in range(steps)]
    return rates


def _batches(articles: Sequence[Article], plan: Plan, epoch: int) -> Iterator[list[Example]]:
    """Yield an epoch's batches: windows of similar length together, in random order."""
    chance = random.Random(f"{plan.seed} {epoch}")  # noqa: S311 - order, not secrets
    pool = surnames(articles)
    variants = (article if chance.random() < _AS_PRINTED else varied(article, chance, pool) for article in articles)
    windows = [window for article in variants for window in examples(article, chance)]
    windows.sort(key=lambda window: len(window) + 30 * chance.random())
    batches = [windows[start : start + plan.batch] for start in range(0, len(windows), plan.batch)]
    chance.shuffle(batches)
    yield from batches


def _step(network: TaggerNetwork, optimiser: torch.optim.Optimizer, batch: Batch, rate: float) -> float:
    """Take one step and return the loss before it."""
    for group in optimiser.param_groups:
        group["lr"] = group["base"] * rate
    network.train()
    loss = _loss(network, batch)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return float(loss.detach())


def _loss(network: TaggerNetwork, batch: Batch) -> Tensor:
    """Return the cross-entropy of the flat labels and, weighing more, of the roles."""
    states = network.encode(batch.ids, batch.features, batch.mask)
    flat = network.flat(states).unflatten(-1, (3, 3)).permute(0, 3, 2, 1)
    loss = functional.cross_entropy(flat, batch.flat, ignore_index=IGNORED)
    if len(batch.cues):
        roles = network.roles(states, batch.cues, batch.mask).transpose(1, 2)
        loss = loss + _ROLES_WEIGHT * functional.cross_entropy(roles, batch.roles, ignore_index=IGNORED)
    return loss


def _save(path: Path, network: TaggerNetwork, optimiser: torch.optim.Optimizer, step: int) -> None:
    """Write the checkpoint to a new file and rename it, so that an interrupt leaves the old one."""
    new = path.with_suffix(".new")
    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, new)
    new.replace(path)
