package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Response;
import java.util.List;

/**
 * A case and the exchanges that it led to.
 *
 * @param controls the exchanges of its control requests, if the response was not as expected
 */
public record Sent(Case of, Exchange exchange, List<Exchange> controls) {

  public Response response() {
    return exchange.response();
  }
}
