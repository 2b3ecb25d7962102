import { Route, Routes } from 'react-router-dom';
import { ClusterPage } from './cluster/ClusterPage';
import { OpportunityPage } from './opportunities/OpportunityPage';
import { OverviewPage } from './overview/OverviewPage';
import { WorkloadPage } from './workloads/WorkloadPage';

/** What lies below /greenops. */
export const GreenopsPages = () => (
  <Routes>
    <Route path="/" element={<OverviewPage />} />
    <Route path="/clusters/:id" element={<ClusterPage />} />
    <Route path="/opportunities/:id" element={<OpportunityPage />} />
    <Route path="/workloads/:id" element={<WorkloadPage />} />
  </Routes>
);
