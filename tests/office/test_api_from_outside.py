"""The data as a stranger's program asks for it over HTTP, by nothing but the description: what that allows, and what it does not."""

import schemathesis
from hypothesis import HealthCheck, given, settings as few, strategies as st
from pytest_django.live_server_helper import LiveServer
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.faults.portal import furnished

EXAMPLES = 12  # of each address, allowed ones and others
# Which words occur in an office is not described: a country that nobody is in is answered with 400, and the reason.
NOT_PROMISED = [positive_data_acceptance]


def test_every_address_of_the_data_keeps_to_its_description(live_server: LiveServer) -> None:
    furnished()
    described = schemathesis.openapi.from_url(f"{live_server.url}/api/openapi.json")
    operations = [found.ok() for found in described.exclude(path_regex=r"(csv|xlsx)$").get_all_operations()]
    assert len(operations) > 25
    for operation in operations:
        cases = [operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode]

        @few(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=st.one_of(cases))
        def keeps_to_it(case: schemathesis.Case) -> None:
            case.call_and_validate(excluded_checks=NOT_PROMISED)

        keeps_to_it()
