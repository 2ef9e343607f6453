# The public names for type checkers; `__init__.py` imports each when it is first used.

from quotesearch.indexer.errors import IndexDamagedError as IndexDamagedError
from quotesearch.indexer.errors import IndexFolderError as IndexFolderError
from quotesearch.indexer.errors import IndexLockedError as IndexLockedError
from quotesearch.indexer.errors import IndexMismatchError as IndexMismatchError
from quotesearch.indexer.errors import IndexNotFoundError as IndexNotFoundError
from quotesearch.indexer.errors import InputError as InputError
from quotesearch.indexer.errors import ModelError as ModelError
from quotesearch.indexer.errors import NotFoundError as NotFoundError
from quotesearch.indexer.errors import QueryError as QueryError
from quotesearch.indexer.errors import QuoteSearchError as QuoteSearchError
from quotesearch.indexer.model import Document as Document
from quotesearch.indexer.model import DocumentHead as DocumentHead
from quotesearch.indexer.model import Quote as Quote
from quotesearch.indexer.model import QuoteKind as QuoteKind
from quotesearch.indexer.model import Reported as Reported
from quotesearch.indexer.model import Span as Span
from quotesearch.indexer.model import Speaker as Speaker
from quotesearch.indexer.model import SpeakerKind as SpeakerKind
from quotesearch.indexer.pipeline import Progress as Progress
from quotesearch.indexer.pipeline import Report as Report
from quotesearch.indexer.protocols import Encoder as Encoder
from quotesearch.indexer.protocols import Extractor as Extractor
from quotesearch.indexer.records import Correction as Correction
from quotesearch.indexer.records import Facets as Facets
from quotesearch.indexer.records import SpeakerCount as SpeakerCount
from quotesearch.indexer.records import Topics as Topics
from quotesearch.search.export_formats import citation as citation
from quotesearch.search.query import Mode as Mode
from quotesearch.search.query import Query as Query
from quotesearch.search.quote_index import QuoteIndex as QuoteIndex
from quotesearch.search.quote_index import Stats as Stats
from quotesearch.search.quote_index import open_index
from quotesearch.search.rerank import CrossEncoderReranker as CrossEncoderReranker
from quotesearch.search.rerank import Reranker as Reranker
from quotesearch.search.results import Occurrence as Occurrence
from quotesearch.search.results import Results as Results
from quotesearch.search.results import SearchResult as SearchResult
from quotesearch.search.sources import extract as extract
from quotesearch.search.verify import Verdict as Verdict
from quotesearch.search.verify import Verification as Verification

open = open_index  # noqa: A001 - the public name is quotesearch.open
__version__: str
