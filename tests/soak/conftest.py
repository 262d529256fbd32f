"""The sweeps borrow their databases, teams and desks from the tests that try one case of each."""

from tests.faults.conftest import desk as desk
from tests.faults.conftest import slack as slack
from tests.pipeline.conftest import shared_storage as shared_storage
from tests.pipeline.conftest import team as team
