"""Define the network that is trained: an encoder with features for quotation marks, casing and rules, and two heads.

One forward pass gives each piece a state. The *flat* heads label each piece as the beginning or inside of a cue, source
or content. Then, for each cue, the *role* head sees all pieces again, together with the cue and their distance to it,
and labels this cue's source and content. So no separate linking step is needed.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from quotesearch.indexer.extraction.tagger.decoding import FURTHEST, buckets

FEATURES = {"casing": 8, "place": 4, "ruled": 8, "opens": 2}
"""Extra input -> how many values it can take."""
ROLES = 5
_WIDTH, _HEADS, _SPREAD = 160, 4, 0.02


class TaggerNetwork(nn.Module):
    """Give each piece scores for cue, source and content, and for each cue its own source and content."""

    def __init__(self, encoder_folder: str, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder_folder, add_pooling_layer=False, attn_implementation="eager")
        size = self.encoder.config.hidden_size
        self.features = nn.ModuleDict({name: nn.Embedding(count, size) for name, count in FEATURES.items()})
        self.flat = nn.Linear(size, 9)
        self.state = nn.Linear(size, _WIDTH)
        self.cue = nn.Linear(2 * size, _WIDTH)
        self.distance = nn.Embedding(int(buckets().max()) + 1, _WIDTH)
        for embedding in (*self.features.values(), self.distance):
            nn.init.normal_(embedding.weight, std=_SPREAD)
        self.norm = nn.LayerNorm(_WIDTH)
        self.mix = Block(_WIDTH, dropout)
        self.role = nn.Sequential(nn.LayerNorm(_WIDTH), nn.Linear(_WIDTH, ROLES))
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("buckets", torch.from_numpy(buckets()), persistent=False)

    def encode(self, ids: Tensor, features: dict[str, Tensor], mask: Tensor) -> Tensor:
        """Return the pieces' states, `(windows, pieces, size)`; `mask` is 1 for a piece and 0 for padding."""
        embedded = self.encoder.embeddings.word_embeddings(ids)
        for name, table in self.features.items():
            embedded = embedded + table(features[name])
        return self.dropout(self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)

    def roles(self, states: Tensor, cues: Tensor, mask: Tensor) -> Tensor:
        """Return `(cues, pieces, roles)` scores; a row of `cues` is window, first piece, last piece."""
        window, first, last = cues.unbind(1)
        cue = self.cue(torch.cat([states[window, first], states[window, last]], -1))
        place = torch.arange(states.shape[1], device=states.device)[None, :]
        to_first, to_last = (place - first[:, None]).clamp(max=0), (place - last[:, None]).clamp(min=0)
        distance = (to_first + to_last).clamp(-FURTHEST, FURTHEST) + FURTHEST
        mixed = self.state(states)[window] + cue[:, None] + self.distance(self.buckets[distance])
        return self.role(self.mix(self.norm(mixed), mask[window]))


class Block(nn.Module):
    """One transformer layer, normalised before each part."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the mixed states, `(cues, pieces, width)`."""
        rows, pieces, width = x.shape
        heads = self.qkv(self.norm1(x)).view(rows, pieces, 3, _HEADS, width // _HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = heads[0], heads[1], heads[2]
        weights = query @ key.transpose(-1, -2) * (width // _HEADS) ** -0.5
        weights = self.dropout((weights + (mask[:, None, None, :] - 1.0) * 1e4).softmax(-1))
        x = x + self.dropout(self.out((weights @ value).transpose(1, 2).reshape(rows, pieces, width)))
        wide = self.dropout(functional.gelu(self.wide(self.norm2(x))))
        return x + self.dropout(self.narrow(wide))
