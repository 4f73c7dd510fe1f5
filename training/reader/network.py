"""The reader as torch learns it: upper layers in which a question's tokens look at a passage's."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, LAYERS = 384, 12, 6
SHARED = 2
"""So many layers read question and passage apart, as they came; those above are learned."""
_EPSILON = 1e-12
_DROPPED = 0.1


class Layer(nn.Module):
    """One BERT layer (Devlin et al. 2018), its attention written out: faster on a CPU."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.attended = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, _EPSILON)
        self.wide = nn.Linear(HIDDEN, 4 * HIDDEN)
        self.narrow = nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, _EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` is (batch, tokens, 384); `bias` (batch, 1, 1, tokens) is very low where masked."""
        q, k, v = (_by_head(one) for one in self.qkv(x).chunk(3, -1))
        heads = (q @ k.transpose(-1, -2) + bias).softmax(-1).to(v.dtype) @ v
        return self._after(x, heads.transpose(-3, -2).flatten(-2))

    def across(self, x: Tensor, asked: Tensor, seen: Tensor, seen_bias: Tensor) -> Tensor:
        """Questions' tokens that look at themselves and at the tokens of every window.

        `x` is (questions, windows, n, 384), `seen` (windows, tokens, 384) what the windows' tokens
        are before this layer; the biases are (questions, 1, 1, 1, n) and (windows, 1, 1, tokens).
        """
        q, k, v = (_by_head(one) for one in self.qkv(x).chunk(3, -1))
        weights, biases = self.qkv.weight[HIDDEN:], self.qkv.bias[HIDDEN:]
        other_k, other_v = (
            _by_head(one) for one in functional.linear(seen, weights, biases).chunk(2, -1)
        )
        questions, count, length = x.shape[:3]
        # A window's tokens are the same for all questions: one product for all of them.
        rows = q.permute(1, 2, 0, 3, 4).reshape(count, HEADS, questions * length, -1)
        far = (rows @ other_k.transpose(-1, -2) + seen_bias).view(
            count, HEADS, questions, length, -1
        )
        near = (q @ k.transpose(-1, -2) + asked).permute(1, 2, 0, 3, 4)
        likely = torch.cat([near, far], -1).softmax(-1).to(v.dtype)
        own = likely[..., :length].permute(2, 0, 1, 3, 4) @ v
        others = likely[..., length:].reshape(count, HEADS, questions * length, -1) @ other_v
        heads = own + others.view(count, HEADS, questions, length, -1).permute(2, 0, 1, 3, 4)
        return self._after(x, heads.transpose(-3, -2).flatten(-2))

    def _after(self, x: Tensor, heads: Tensor) -> Tensor:
        x = self.norm1(x + functional.dropout(self.attended(heads), _DROPPED, self.training))
        narrow = self.narrow(functional.gelu(self.wide(x)))
        out: Tensor = self.norm2(x + functional.dropout(narrow, _DROPPED, self.training))
        return out


def _by_head(x: Tensor) -> Tensor:
    """(…, tokens, 384) as (…, heads, tokens, 32)."""
    return x.unflatten(-1, (HEADS, -1)).transpose(-3, -2)


class Published(nn.Module):
    """all-MiniLM-L6-v2 as it came."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.word = weights["embeddings.word_embeddings.weight"]
        self.place = weights["embeddings.position_embeddings.weight"]
        self.segment = weights["embeddings.token_type_embeddings.weight"][0]
        self.norm = nn.LayerNorm(HIDDEN, _EPSILON)
        _fill(self.norm, weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(layer_of(weights, number) for number in range(LAYERS))

    @torch.no_grad()
    def forward(self, ids: Tensor, mask: Tensor) -> list[Tensor]:
        """Hidden states from the last shared layer to the last of all, (batch, tokens, 384)."""
        x = self.norm(self.word[ids] + self.place[: ids.shape[1]] + self.segment)
        bias = masking(mask)[:, None, None, :]
        states = [x]
        for layer in self.layers:
            states.append(layer(states[-1], bias))
        return states[SHARED:]


class Reader(nn.Module):
    """The upper layers, in which a question's tokens look at a window's, and what they tell."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.side = nn.Parameter(torch.zeros(HIDDEN))
        """Is added to the window's states, so that they are told from the question's."""
        self.layers = nn.ModuleList(layer_of(weights, number) for number in range(SHARED, LAYERS))
        self.answers = nn.Linear(2 * HIDDEN, 1)
        self.asks = nn.Linear(HIDDEN, HIDDEN)
        self.tells = nn.Linear(HIDDEN, HIDDEN)
        self.mixed = nn.Linear(2, 1)
        self.unit = nn.Linear(2, 1)
        with torch.no_grad():
            for one in (self.asks, self.tells):
                one.weight.copy_(torch.eye(HIDDEN))
                one.bias.zero_()
            self.answers.weight.normal_(std=0.01)
            self.answers.bias.zero_()
            # At first order and units are those of MaxSim and cosine.
            self.mixed.weight.copy_(torch.tensor([[1.0, 6.0]]))
            self.mixed.bias.fill_(-3.0)
            self.unit.weight.copy_(torch.tensor([[6.0, 6.0]]))
            self.unit.bias.fill_(-7.0)

    def forward(
        self,
        asked: Tensor,
        asked_mask: Tensor,
        seen: list[Tensor],
        seen_mask: Tensor,
        units: Tensor,
        alike: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Log-odds that each window answers each question, and that each of its units does.

        `asked` is (questions, n, 384), `seen` the windows' states (windows, tokens, 384) before
        each learned layer and after the last; `units` (windows, units, tokens) is 1 where a token
        belongs to a unit; `alike` (questions, windows) is the cosine of the whole texts. Tells
        (questions, windows) and (questions, windows, units).
        """
        count = len(seen_mask)
        x = asked[:, None].expand(-1, count, -1, -1)
        bias = masking(asked_mask)[:, None, None, None, :]
        seen_bias = masking(seen_mask)[:, None, None, :]
        for layer, states in zip(self.layers, seen[:-1], strict=True):
            x = layer.across(x, bias, states + self.side, seen_bias)
        x = x.float()
        here = asked_mask.float()[:, None, :, None]
        mean = (x * here).sum(2) / here.sum(2)
        told = self._told(x, asked_mask.float(), seen[-1], units)
        best = told.max(-1).values
        features = torch.stack([best, alike], -1)
        return (self.answers(torch.cat([x[:, :, 0], mean], -1)) + self.mixed(features)).squeeze(
            -1
        ), told

    def _told(self, x: Tensor, mask: Tensor, last: Tensor, units: Tensor) -> Tensor:
        """Late interaction in a learned space, and the likeness of the means."""
        asks = functional.normalize(self.asks(x).float(), dim=-1)
        tells = functional.normalize(self.tells(last).float(), dim=-1)
        likeness = torch.einsum("qwnd,wtd->qwnt", asks, tells)
        counts = units.sum(-1)
        outside = (units == 0)[None, :, None] * -4.0
        best = (likeness[:, :, :, None] + outside).amax(-1)
        weight = mask / mask.sum(-1, keepdim=True)
        near = torch.einsum("qwnu,qn->qwu", best, weight)
        whole = functional.normalize((x * mask[:, None, :, None]).sum(2), dim=-1)
        means = functional.normalize(units @ last.float(), dim=-1)
        alike = torch.einsum("qwd,wud->qwu", whole, means)
        told: Tensor = self.unit(torch.stack([near, alike], -1)).squeeze(-1)
        return told.masked_fill((counts == 0)[None], -20.0)


def masking(mask: Tensor) -> Tensor:
    """What is added to likenesses so that no token looks at a masked one."""
    return (1.0 - mask.float()) * -10_000.0


def published(safetensors: Path) -> dict[str, Tensor]:
    """The weights of all-MiniLM-L6-v2."""
    return load_file(str(safetensors))


def layer_of(weights: dict[str, Tensor], number: int) -> Layer:
    """A layer as it came, its queries scaled so that a product needs no root."""
    layer, source = Layer(), f"encoder.layer.{number}"
    heads = [f"{source}.attention.self.{part}" for part in ("query", "key", "value")]
    with torch.no_grad():
        layer.qkv.weight.copy_(torch.cat([weights[f"{one}.weight"] for one in heads]))
        layer.qkv.bias.copy_(torch.cat([weights[f"{one}.bias"] for one in heads]))
        layer.qkv.weight[:HIDDEN] *= (HIDDEN // HEADS) ** -0.5
        layer.qkv.bias[:HIDDEN] *= (HIDDEN // HEADS) ** -0.5
    _fill(layer.attended, weights, f"{source}.attention.output.dense")
    _fill(layer.norm1, weights, f"{source}.attention.output.LayerNorm")
    _fill(layer.wide, weights, f"{source}.intermediate.dense")
    _fill(layer.narrow, weights, f"{source}.output.dense")
    _fill(layer.norm2, weights, f"{source}.output.LayerNorm")
    return layer


def _fill(part: nn.Linear | nn.LayerNorm, weights: dict[str, Tensor], name: str) -> None:
    with torch.no_grad():
        part.weight.copy_(weights[f"{name}.weight"])
        part.bias.copy_(weights[f"{name}.bias"])
